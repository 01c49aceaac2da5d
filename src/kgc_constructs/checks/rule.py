"""What a rule is, and what it says when something breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from kgc_constructs.checks.model.located import Fault
from kgc_constructs.checks.model.rendered import Document, name_of
from kgc_constructs.errors import Problem

__all__ = ["Finding", "Rule", "Severity"]


class Severity(StrEnum):
    """How bad it is: an error stops a rendering, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding(Problem):
    """One place that breaks a rule.

    Attributes:
        rule: Which one.
        target: The object, as a silence names it: `Kind/name`, or `terraform/stack`.
        path: Where in the object.
        document: The object itself, by which its file is found.
        fault: What is wrong with a file, with its line.
    """

    rule: Rule
    target: str
    path: str
    document: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)
    fault: Fault | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """The problem's block, with the rule and the setting to change."""
        text = f"{super().__str__()}\n  rule:    {self.rule.id} ({self.rule.severity})"
        return f"{text}\n  change:  {', '.join(self.rule.settings)}" if self.rule.settings else text


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Something that must hold.

    Attributes:
        id: Its name for ever, in words: silences and reports name it.
        title: What must hold, as a sentence.
        why: What happens otherwise.
        source: Where it comes from: an API field, a standard, or a page of documentation.
        settings: Fields of an environment that decide it; empty when none does.
        severity: How bad it is.
    """

    id: str
    title: str
    why: str
    source: str
    settings: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def advice(self) -> Rule:
        """The same as a warning: for manifests that may be a part of a system, whose rest is not known here."""
        return replace(self, severity=Severity.WARNING)

    def in_object(self, document: Document, path: str, value: object, allowed: str, reason: str = "") -> Finding:
        """What is wrong in a Kubernetes object; `reason` says it more closely than `why`."""
        where = (f"{document.get('kind')}/{name_of(document)}", path)
        return self._at(where, value, allowed, reason, document)

    def in_stack(self, stack: str, path: str, value: object, allowed: str, reason: str = "") -> Finding:
        """What is wrong in a Terraform stack."""
        return self._at((f"terraform/{stack}", path), value, allowed, reason)

    def at_target(self, target: str, path: str, value: object, allowed: str, reason: str = "") -> Finding:
        """What is wrong in something of which only the name is known."""
        return self._at((target, path), value, allowed, reason)

    def in_file(self, fault: Fault, allowed: str) -> Finding:
        """What is wrong with a file."""
        found = self._at((f"file/{fault.file}", f"line {fault.line}"), fault.value, allowed, fault.reason)
        return replace(found, fault=fault)

    def in_settings(self, path: str, value: object, allowed: str, reason: str = "") -> Finding:
        """What is wrong in the environment itself."""
        return self._at(("settings", path), value, allowed, reason)

    def _at(
        self, where: tuple[str, str], value: object, allowed: str, reason: str, document: Document | None = None
    ) -> Finding:
        return Finding(
            rule=self,
            target=where[0],
            path=where[1],
            document=document,
            field=": ".join(where),
            value=value,
            allowed=allowed,
            reason=reason or self.why,
        )
