"""What many rules share for large folders: what lies near a namespace, and lists that do not grow."""

from __future__ import annotations

from kgc_constructs.checks.model.listing import few
from kgc_constructs.checks.model.near import Near


def test_what_names_no_namespace_is_near_to_all_and_everything_keeps_its_order() -> None:
    near = Near([("b", 1), ("", 2), ("a", 3), ("b", 4), ("", 5)])
    assert [list(near.to(each)) for each in ("a", "b", "c", "")] == [[2, 3, 5], [1, 2, 4, 5], [2, 5], [1, 2, 3, 4, 5]]


def test_a_list_says_how_much_it_leaves_out() -> None:
    words = [f"host-{number}" for number in range(13)]
    assert few(words) == ", ".join(words[:10]) + " and 3 more"
    assert few(words[:10]) == ", ".join(words[:10])
    assert (few([]), few(["a", "b"], " or ")) == ("", "a or b")
