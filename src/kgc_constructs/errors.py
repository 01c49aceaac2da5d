"""What a person sees when the input is wrong: every problem at once, and exit code 2 instead of a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

__all__ = ["CheckError", "InputError", "Problem", "SettingsError", "report_input_errors"]

EXIT_CODE = 2
_CREDENTIALS = re.compile(r"//[^/@\s]*@")  # a password written into a URL by mistake must not be repeated


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, what was given, what is allowed, and why.

    `depends_on` names further fields that the rule read: while one of them is wrong, the rule cannot be judged.
    """

    field: str
    value: object
    allowed: str
    reason: str
    depends_on: tuple[str, ...] = ()

    def under(self, prefix: str) -> Problem:
        """The same problem, seen from a level higher up."""
        return replace(
            self,
            field=f"{prefix}.{self.field}" if self.field else prefix,
            depends_on=tuple(f"{prefix}.{field}" for field in self.depends_on),
        )

    @property
    def shown_value(self) -> str:
        """The value as a message may show it."""
        return _CREDENTIALS.sub("//…@", repr(self.value))

    def __str__(self) -> str:
        """One readable block of four short lines."""
        return f"{self.field}\n  value:   {self.shown_value}\n  allowed: {self.allowed}\n  reason:  {self.reason}"


class InputError(ValueError):
    """Something a person wrote is wrong; carries all of it."""

    title = "The input is not valid"

    def __init__(self, problems: Sequence[Problem], title: str = "") -> None:
        self.problems = tuple(problems)
        self.title = title or self.title
        super().__init__(str(self))

    def __str__(self) -> str:
        """All problems, one block each."""
        count = len(self.problems)
        head = f"{self.title}: {count} problem{'s' if count != 1 else ''}"
        return "\n".join([head, *(str(problem) for problem in self.problems)])

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a worker process."""
        return type(self), (self.problems, self.title)


class SettingsError(InputError):
    """An environment says something that cannot be."""

    title = "The settings are not valid"


class CheckError(InputError):
    """What was rendered breaks a rule that must hold before anything is deployed."""

    title = "The rendered documents are not right"


def report_input_errors() -> None:
    """Show an uncaught `InputError` as its message alone and leave with exit code 2.

    An app is a plain Python file, so the only place that sees its uncaught errors is `sys.excepthook`. Every other
    exception goes to the hook that was there before.
    """
    previous = sys.excepthook
    if getattr(previous, "reports_input_errors", False):
        return

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, InputError):
            previous(kind, error, trace)
            return
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_CODE)

    hook.reports_input_errors = True  # type: ignore[attr-defined]  # marks our hook, so that it is installed once
    sys.excepthook = hook
