"""What a server kept is told from what it did not keep, whatever form it answers in."""

import pytest

from tests.e2e.applier.comparing import kept


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 1, "more": 2}),
        ({"ttl": 3600}, {"ttl": "1h0m0s"}),
        ({"ttl": "720h"}, {"ttl": 2592000}),
        ({"ttl": 0}, {"ttl": "0s"}),
        ({"policies": ["b", "a"]}, {"policies": ["a", "b"]}),
        ({"options": {"version": "2"}}, {"options": {"version": "2"}}),
        ({"rate": 100}, {"rate": 100.0}),
        ({"cidrs": []}, {"cidrs": None}),
        ({"local": False}, {}),
    ],
)
def test_the_same_in_another_form_was_kept(expected: object, found: object) -> None:
    assert kept(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, None),
        ({"ttl": 3600}, {"ttl": "1h0m1s"}),
        ({"policies": ["a"]}, {"policies": ["a", "b"]}),
        ({"options": {"version": "2"}}, {"options": {"version": "1"}}),
        ({"local": True}, {}),
        ({"text": "one"}, {"text": "two"}),
    ],
)
def test_a_difference_is_seen(expected: object, found: object) -> None:
    assert not kept(expected, found)
