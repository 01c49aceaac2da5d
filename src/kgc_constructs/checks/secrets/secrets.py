"""Secrets: no value of one stands in a manifest, in a stack, or reaches Terraform's state."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.problems import in_object
from kgc_constructs.checks.secrets.secret_values import SECRET_NAME, looks_secret
from kgc_constructs.checks.secrets.terraform_secrets import check_stack
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["check"]

_HIDDEN = "(not shown)"
_READABLE = "whoever may read the object would know it"


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Objects and stacks; no message repeats a value."""
    for document in rendered.kubernetes:
        if document.get("kind") == "Secret":
            for part in ("data", "stringData"):
                for key in mapping(document.get(part)):
                    allowed = "nothing; Vault holds it"
                    yield in_object(document, f"{part}.{key}", _HIDDEN, allowed, _READABLE)
        for path, text in texts_of(document):
            if what := looks_secret(text):
                yield in_object(document, path, _HIDDEN, "no secret", f"it looks like {what}; {_READABLE}")
    for pod in pods(rendered):
        for path, container in pod.containers():
            for variable in mappings(container.get("env")):
                if SECRET_NAME.search(str(variable.get("name"))) and variable.get("value"):
                    allowed = "a file below /vault/secrets"
                    yield pod.problem(f"{path}.env.{variable['name']}", _HIDDEN, allowed, _READABLE)
    for stack, content in rendered.terraform.items():
        yield from check_stack(stack, content)
