"""One way of breaking what was rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.rendered import Document, name_of
from tests.checks.good import ABSENT, changed

__all__ = ["ABSENT", "FOUR", "Mutation", "of_rule", "several"]

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
        more: Further changes, each of `where`, `path` and `value`, for what only goes wrong together.
        add: Objects that come beside the rest, instead of a change.
    """

    rule: str
    how: str
    where: str = ""
    path: str = ""
    value: Any = ABSENT
    environments: tuple[str, ...] = FOUR
    more: tuple[tuple[str, str, Any], ...] = ()
    add: tuple[Document, ...] = ()

    def __str__(self) -> str:
        """Rule and change."""
        return f"{self.rule}: {self.how}"

    def applied(self, rendered: Rendered) -> Rendered | None:
        """The documents with the change, or None when there is nothing to change."""
        if self.add:
            return Rendered((*rendered.kubernetes, *self.add), rendered.terraform)
        for where, path, value in ((self.where, self.path, self.value), *self.more):
            found = _found(where, rendered)
            if found is None:
                return None
            try:
                rendered = changed(found, path, value, rendered)
            except (KeyError, IndexError, StopIteration):  # this environment has no such place
                return None
        return rendered


def _found(where: str, rendered: Rendered) -> str | None:
    if where in rendered.terraform:
        return where
    kind, _, name = where.partition("/")
    for document in rendered.of_kind(kind):
        if name in ("", name_of(document)):
            return f"{kind}/{name_of(document)}"
    return None


def several(rule: str, where: str, *changes: tuple[str, str, Any], among: tuple[str, ...] = FOUR) -> list[Mutation]:
    """One mutation for each `(how, path, value)`."""
    return of_rule(rule, *((how, where, path, value) for how, path, value in changes), environments=among)


def of_rule(rule: str, *changes: tuple[str, str, str, Any], environments: tuple[str, ...] = FOUR) -> list[Mutation]:
    """One mutation for each `(how, where, path, value)`."""
    return [
        Mutation(rule=rule, how=how, where=where, path=path, value=value, environments=environments)
        for how, where, path, value in changes
    ]
