"""One way of breaking what was rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.rendered import name_of
from tests.checks.good import ABSENT, changed

__all__ = ["ABSENT", "FOUR", "Mutation"]

FOUR = ("development", "staging", "production", "e2e")


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A change of one place, and the rule that is meant for it.

    Attributes:
        rule: Id of the rule.
        how: What is done, in a few words: delete, swap, widen, misspell, shift by one, add …; different for each
            mutation of a rule.
        where: `Kind`, `Kind/name`, or a stack (`vault`, `certificate`).
        path: As `changed` takes it.
        value: As `changed` takes it.
        environments: The apps, or keys of `tests.settings.bases.BASES`, whose documents are changed; those that lack
            the object are passed over, but not all of them may be.
    """

    rule: str
    how: str
    where: str
    path: str
    value: Any
    environments: tuple[str, ...] = FOUR

    def __str__(self) -> str:
        """Rule and change."""
        return f"{self.rule}: {self.how}"

    def applied(self, rendered: Rendered) -> Rendered | None:
        """The documents with the change, or None when there is nothing to change."""
        where = self._where(rendered)
        if where is None:
            return None
        try:
            return changed(where, self.path, self.value, rendered)
        except (KeyError, IndexError, StopIteration):  # this environment has no such place
            return None

    def _where(self, rendered: Rendered) -> str | None:
        if self.where in rendered.terraform:
            return self.where
        kind, _, name = self.where.partition("/")
        for document in rendered.of_kind(kind):
            if name in ("", name_of(document)):
                return f"{kind}/{name_of(document)}"
        return None
