"""What a person sees when a server or a program did not do what was asked."""

from __future__ import annotations

__all__ = ["OperationError", "missing_input"]

from kgc_constructs.errors import InputError, Problem


class OperationError(Exception):
    """Something outside refused, failed or cannot be reached: one clear sentence, and exit code 1.

    Its text never holds a secret: it is printed, logged by pipelines and pasted into tickets.
    """

    exit_code = 1


def missing_input(field: str, value: object, allowed: str, reason: str) -> InputError:
    """An error about one thing that a person has to give or to change; exit code 2."""
    return InputError([Problem(field=field, value=value, allowed=allowed, reason=reason)])
