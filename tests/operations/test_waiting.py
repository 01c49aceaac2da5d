"""Waiting has an end."""

import pytest

from kgc_constructs.operations import OperationError
from kgc_constructs.operations.waiting import until


def test_it_ends_when_it_happened() -> None:
    answers = iter([False, False, True])
    until(lambda: next(answers), "it", 10)
    assert next(answers, None) is None


def test_it_asks_once_even_without_time_and_then_gives_up() -> None:
    until(lambda: True, "it", 0)
    with pytest.raises(OperationError, match=r"^it: not within 0\.1 s\.$"):
        until(lambda: False, "it", 0.1)
