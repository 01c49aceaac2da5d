"""Secrets in Terraform: handed over by ephemeral variables and write-only arguments, so that no state holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.texts import Text
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_HIDDEN = "(not shown)"
_EPHEMERAL = "https://developer.hashicorp.com/terraform/language/manage-sensitive-data"

STATE = Rule(
    id="terraform-secret-in-state",
    title="No argument that holds a secret is kept in Terraform's state.",
    why="Terraform keeps this argument in its state, in plain text",
    source=_EPHEMERAL,
    settings=("database.credentials", "vault.api_key", "vault.encryption_key"),
)
VARIABLE = Rule(
    id="terraform-secret-variable",
    title="A variable for a secret is ephemeral and sensitive, and has no default.",
    why="a plan would hold its value",
    source=f"{_EPHEMERAL}/ephemeral",
)
WRITE_ONLY = Rule(
    id="terraform-write-only",
    title="A write-only argument is given an ephemeral value, and nothing else is.",
    why="a plan would hold the value, or Terraform would refuse to keep it",
    source=f"{_EPHEMERAL}/write-only",
)
RULES = (STATE, VARIABLE, WRITE_ONLY)

_REFERENCE = re.compile(r"\bvar\.([A-Za-z0-9_-]+)")
_KEPT = re.compile(
    r"^(?:(?:master_|admin_|administrator_login_|user_|db_)?passw(?:or)?d|secret|secret_id|secret_key|secret_string|"
    r"access_key|client_secret|auth_token|token|client_token|private_key|private_key_pem|data_json|token_reviewer_jwt|"
    r"service_account_jwt|bindpass)$"
)
"""Arguments that hold a secret and are kept in the state."""
_GENERATORS = ("random_password", "random_string", "random_id", "tls_private_key", "vault_generic_secret")
_WRITTEN = ("resource.", "provider.", "data.")  # of the provider for Vault, `vault-provider-login` says more
_MADE = "a value made inside Vault"


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every place where a secret would be written down by an apply."""
    for stack, content in rendered.terraform.items():
        yield from _arguments(stack, content, rendered.texts(content))
        for name, variable in mapping(content.get("variable")).items():
            yield from _variable(stack, str(name), variable)
    for each in rendered.resources(*_GENERATORS):
        yield STATE.in_stack(each.stack, each.where, each.type, _MADE)


def _arguments(stack: str, content: Document, texts: Iterable[Text]) -> Iterator[Finding]:
    variables = mapping(content.get("variable"))
    ephemeral = {name for name, each in variables.items() if mapping(each).get("ephemeral")}
    for path, text in texts:
        if path.startswith("variable."):
            continue
        argument = path.rpartition(".")[2]
        write_only = argument.endswith("_wo")
        if _KEPT.match(argument) and text and path.startswith(_WRITTEN) and not path.startswith("provider.vault."):
            yield STATE.in_stack(stack, path, _HIDDEN, f"{argument}_wo, or nothing")
        named = set(_REFERENCE.findall(text)) if "var." in text else set()
        for variable in sorted(named - ephemeral if write_only else named & ephemeral):
            allowed = "an ephemeral variable" if write_only else "a write-only argument"
            yield WRITE_ONLY.in_stack(stack, path, f"var.{variable}", allowed)
        if write_only and not named and "${ephemeral." not in text:
            reason = "the value stands in the stack itself"
            yield WRITE_ONLY.in_stack(stack, path, _HIDDEN, "${var.…} or ${ephemeral.…}", reason)


def _variable(stack: str, name: str, variable: Any) -> Iterator[Finding]:
    says = mapping(variable)
    where = f"variable.{name}"
    if not says.get("ephemeral"):
        if says.get("sensitive") or _KEPT.match(name):
            yield VARIABLE.in_stack(stack, where, "not ephemeral", "ephemeral: true")
        return
    if not says.get("sensitive"):
        yield VARIABLE.in_stack(stack, where, "not sensitive", "sensitive: true", "messages would show its value")
    if says.get("default") is not None:
        reason = "the value would stand in the stack"
        yield VARIABLE.in_stack(stack, f"{where}.default", _HIDDEN, "no default", reason)
