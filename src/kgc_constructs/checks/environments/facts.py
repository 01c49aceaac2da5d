"""What is compared between environments: little enough that processes can hand it to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgc_constructs.settings import Silence

__all__ = ["ORDER", "Facts", "Measure", "Name"]

ORDER = ("dev", "e2e-test", "staging", "production")
"""Kinds of environments, the least protected first."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How strong an environment is in one respect.

    Attributes:
        rule: Id of the rule that compares it.
        key: What it is, the same in every environment.
        target: The object, as findings name it.
        path: Where in the object.
        value: The more the stronger.
        shown: What stands there.
        needed: Whether an environment without it is weaker than any that has it.
    """

    rule: str
    key: str
    target: str
    path: str
    value: float
    shown: object
    needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Name:
    """Something that only one environment may call its own.

    Attributes:
        rule: Id of the rule that compares it.
        value: The name.
        scope: Within what the name must be its own: a server, a cluster, or everywhere when empty.
        target: The object, as findings name it.
        path: Where in the object.
    """

    rule: str
    value: str
    scope: str
    target: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one environment is compared by."""

    environment: str
    stage: str
    app: str
    measures: tuple[Measure, ...]
    names: tuple[Name, ...]
    silences: tuple[Silence, ...] = ()
