"""Rules that an environment breaks on purpose: each exception is a line with the rule, the object and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import AfterValidator

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.validation import refuse

__all__ = ["Silence", "repeated"]

_RULE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OBJECT = re.compile(r"[A-Za-z][A-Za-z0-9]*/\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS = 3


def _rule(text: str) -> str:
    if not _RULE.fullmatch(text):
        refuse("the id of a rule, such as `image-pinned`", "reports show it; `kgc explain` lists all")
    return text


def _object(text: str) -> str:
    if not _OBJECT.fullmatch(text):
        refuse("`Kind/name` or `terraform/stack`", "an exception holds for one object; reports show its name")
    return text


def _reason(text: str) -> str:
    if len(_WORD.findall(text)) < _WORDS:
        refuse("a sentence", "whoever reads the environment must be able to judge whether the exception still holds")
    return text


class Silence(Settings):
    """One rule, not held against one object. A silence that silences nothing is an error."""

    rule: Annotated[str, AfterValidator(_rule)]
    """Id of the rule."""

    object: Annotated[str, AfterValidator(_object)]
    """The object as reports name it: `Kind/name` or `terraform/stack`."""

    reason: Annotated[str, AfterValidator(_reason)]
    """Why the rule need not hold there, as a sentence."""


def repeated(silences: Sequence[Silence]) -> Iterator[Problem]:
    """A problem for each silence that says again what an earlier one says."""
    seen: set[tuple[str, str]] = set()
    for number, silence in enumerate(silences):
        if (silence.rule, silence.object) in seen:
            yield Problem(
                field=f"silences.{number}",
                value=f"{silence.rule} of {silence.object}",
                allowed="each rule and object once",
                reason="the two reasons could contradict each other",
            )
        seen.add((silence.rule, silence.object))
