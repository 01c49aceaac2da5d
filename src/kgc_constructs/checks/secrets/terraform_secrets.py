"""Secrets in Terraform: handed over by ephemeral variables and write-only arguments, so that no state holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.problems import in_stack
from kgc_constructs.checks.secrets.secret_values import looks_secret
from kgc_constructs.errors import Problem

__all__ = ["check_stack"]

_VARIABLE = re.compile(r"\bvar\.([A-Za-z0-9_-]+)")
_HIDDEN = "(not shown)"
_IN_STATE = "Terraform keeps this argument in its state, in plain text"
_KEPT = re.compile(
    r"^(?:password|passwd|secret|secret_id|secret_key|access_key|token|client_token|private_key|data_json|"
    r"token_reviewer_jwt|service_account_jwt)$"
)
"""Arguments that hold a secret and are kept in the state."""
_GENERATORS = ("random_password", "random_string", "random_id", "tls_private_key", "vault_generic_secret")


def check_stack(stack: str, content: Document) -> Iterator[Problem]:
    """Every place where a secret is written down, or would be by an apply."""
    ephemeral = {name for name, each in mapping(content.get("variable")).items() if mapping(each).get("ephemeral")}
    for path, text in texts_of(content):
        *_, argument = path.split(".")
        if what := looks_secret(text):
            yield in_stack(stack, path, _HIDDEN, "no secret", f"it looks like {what}")
        if path.startswith(("resource.", "provider.", "data.")) and _KEPT.match(argument):
            yield in_stack(stack, path, _HIDDEN, f"{argument}_wo, or nothing", _IN_STATE)
        for variable in _VARIABLE.findall(text):
            if path.startswith("variable."):
                continue
            if argument.endswith("_wo") and variable not in ephemeral:
                allowed = "an ephemeral variable"
                yield in_stack(stack, path, f"var.{variable}", allowed, "a plan would hold the variable's value")
            if variable in ephemeral and not argument.endswith("_wo"):
                allowed = "a write-only argument"
                yield in_stack(stack, path, f"var.{variable}", allowed, "Terraform refuses to keep an ephemeral value")
        if argument.endswith("_wo") and not _VARIABLE.search(text) and "${ephemeral." not in text:
            yield in_stack(stack, path, _HIDDEN, "${var.…} or ${ephemeral.…}", "the value stands in the stack itself")
    for name, variable in mapping(content.get("variable")).items():
        yield from _variable(stack, name, variable)
    for kind in _GENERATORS:
        for name in mapping(mapping(content.get("resource")).get(kind)):
            yield in_stack(stack, f"resource.{kind}.{name}", kind, "a value made inside Vault", _IN_STATE)


def _variable(stack: str, name: str, variable: Any) -> Iterator[Problem]:
    says = mapping(variable)
    if not says.get("ephemeral") and (says.get("sensitive") or _KEPT.match(name)):
        yield in_stack(stack, f"variable.{name}", "not ephemeral", "ephemeral: true", "a plan would hold its value")
    if says.get("ephemeral") and not says.get("sensitive"):
        yield in_stack(stack, f"variable.{name}", "not sensitive", "sensitive: true", "messages would show its value")
    if says.get("ephemeral") and says.get("default") is not None:
        yield in_stack(stack, f"variable.{name}.default", _HIDDEN, "no default", "the value would stand in the stack")
