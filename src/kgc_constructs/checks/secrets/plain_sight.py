"""Secret values in plain sight: in manifests, in configuration, on command lines, in Terraform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.texts import Text
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.checks.secrets.named_values import Named, in_commands, in_configuration, in_variables
from kgc_constructs.checks.secrets.secret_formats import Signs, signs_of
from kgc_constructs.checks.secrets.secret_names import is_given, is_secret_name, is_weak
from kgc_constructs.checks.secrets.secret_values import known_format, random_value
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_HIDDEN = "(not shown)"
_READABLE = "whoever may read the object would know it"

FORMAT = Rule(
    id="secret-known-format",
    title="Nothing that looks like a token, a key or a login stands in plain sight.",
    why=_READABLE,
    source="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
)
RANDOM = Rule(
    id="secret-random-value",
    title="No random value stands in plain sight.",
    why=f"only a program makes such a value, to be a secret; {_READABLE}",
    source="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
)
NAMED = Rule(
    id="secret-named-value",
    title="What is called a password, a key or a token has no value in plain sight.",
    why=_READABLE,
    source="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    settings=("secret_delivery", "database.credentials"),
)
WEAK = Rule(
    id="secret-weak-default",
    title="No secret has a value that anybody would guess.",
    why="a default for tests stays until somebody misuses it",
    source="https://cwe.mitre.org/data/definitions/1392.html",
)
RULES = (FORMAT, RANDOM, NAMED, WEAK)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Objects and stacks; no message repeats a value."""
    readable = [each for each in rendered.kubernetes if each.get("kind") != "Secret"]
    everywhere = signs_of(
        text for each in (*readable, *rendered.terraform.values()) for _, text in rendered.texts(each)
    )
    for document in readable:
        for path, rule, reason in _by_form(rendered.texts(document), everywhere):
            yield rule.in_object(document, path, _HIDDEN, "no secret", reason)
    for document in rendered.kubernetes:
        for path, rule in _named(_configured(document)):
            yield rule.in_object(document, path, _HIDDEN, "a file below /vault/secrets")
    for pod in pods(rendered):
        for path, rule in _named([*in_variables(pod), *in_commands(pod)]):
            yield pod.finding(rule, path, _HIDDEN, "a file below /vault/secrets")
    for stack, content in rendered.terraform.items():
        for path, rule, reason in _by_form(rendered.texts(content), everywhere):
            yield rule.in_stack(stack, path, _HIDDEN, "no secret", reason)
        for path, rule in _named(_defaults(content)):
            yield rule.in_stack(stack, path, _HIDDEN, "no default")


def _by_form(texts: Sequence[Text], everywhere: Signs | None) -> Iterator[tuple[str, Rule, str]]:
    signs = everywhere and signs_of((text for _, text in texts), everywhere)
    if not signs:
        return
    for path, text in texts:
        if what := known_format(text, signs):
            yield path, FORMAT, f"it looks like {what}; {_READABLE}"
        elif random_value(text, signs):
            yield path, RANDOM, ""


def _named(values: Iterable[Named]) -> Iterator[tuple[str, Rule]]:
    for path, name, value in values:
        if is_secret_name(name) and is_given(value):
            yield path, WEAK if is_weak(value) else NAMED


def _configured(document: Document) -> Iterator[Named]:
    for key, text in mapping(at(document, "metadata.annotations")).items():
        if isinstance(text, str):
            yield from in_configuration(f"metadata.annotations.{key}", str(key), text)
    if document.get("kind") == "ConfigMap":
        for key, text in mapping(document.get("data")).items():
            if isinstance(text, str):
                yield from in_configuration(f"data.{key}", str(key), text)


def _defaults(content: Document) -> Iterator[Named]:
    for name, variable in mapping(content.get("variable")).items():
        default = mapping(variable).get("default")
        if isinstance(default, str):
            yield f"variable.{name}.default", str(name), default
