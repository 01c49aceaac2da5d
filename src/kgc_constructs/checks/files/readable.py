"""Files that hold what their names promise."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.located import FaultKind
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

READABLE = Rule(
    id="file-not-readable",
    title="Manifests and Terraform JSON can be read as plain data",
    why="what cannot be read is neither checked nor deployed",
    source="https://yaml.org/spec/1.2.2/ and https://datatracker.ietf.org/doc/html/rfc8259",
)
RENDERED = Rule(
    id="file-is-template",
    title="What is checked is rendered, and no template",
    why="only the result of a template can be judged",
    source="https://helm.sh/docs/helm/helm_template/",
    severity=Severity.WARNING,
)
KEY_ONCE = Rule(
    id="file-repeats-key",
    title="A key stands once in an object",
    why="programs take the first, the last, or refuse the file",
    source="https://yaml.org/spec/1.2.2/#3213-node-comparison",
)
ALL_OBJECTS = Rule(
    id="file-mixes-objects",
    title="Every document of a manifest is an object with apiVersion and kind",
    why="a document without them is left out, or stops the whole file from being applied",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields",
    severity=Severity.WARNING,
)
RULES = (READABLE, RENDERED, KEY_ONCE, ALL_OBJECTS)
_BY_KIND: dict[FaultKind, tuple[Rule, str]] = {
    "unreadable": (READABLE, "plain YAML or JSON in UTF-8"),
    "template": (RENDERED, "what the template renders to"),
    "repeated-key": (KEY_ONCE, "one of them"),
    "no-object": (ALL_OBJECTS, "an object with apiVersion and kind"),
}


def check(rendered: Rendered, _environment: Environment | None) -> Iterator[Finding]:
    """One finding for each fault that the files were read with."""
    for fault in rendered.faults:
        rule, allowed = _BY_KIND[fault.kind]
        yield rule.in_file(fault, allowed)
