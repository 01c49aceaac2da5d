"""Reads JSON as data, within the same limits as YAML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NoReturn

from kgc_constructs.checks.files.limits import MAX_DEPTH, Budget, Unreadable

__all__ = ["read_json"]


def read_json(text: str, budget: Budget, repeated: list[tuple[int, str]]) -> Any:
    """The value; keys that stand twice in one object are added to `repeated`.

    Raises:
        Unreadable: if it is no JSON, or too deep or too much.
    """

    def pairs(members: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(members)
        if len(content) != len(members):
            repeated.extend((1, key) for key, count in Counter(key for key, _ in members).items() if count > 1)
        return content

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, "no JSON", error.msg) from None
    except ValueError as error:  # a number of thousands of digits
        raise Unreadable(1, "no JSON", str(error)) from None
    except RecursionError:
        raise _too_deep() from None
    _hold_limits(value, budget)
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _hold_limits(value: Any, budget: Budget) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        inner: list[Any] = []
        for each in level:
            budget.spend(1)
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        if not inner:
            return
        level = inner
    raise _too_deep()


def _too_deep() -> Unreadable:
    return Unreadable(1, f"more than {MAX_DEPTH} levels", "no object of an API is nested so deeply")
