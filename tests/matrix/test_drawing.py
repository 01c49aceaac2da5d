"""The picture holds every node and every arrow once, in places where a person can read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from kgc_constructs.matrix import Facts
from kgc_constructs.matrix.arrows import arrows_of
from kgc_constructs.matrix.boxes import CHARACTER
from kgc_constructs.matrix.drawing import drawn
from tests.matrix.reviewed import FOUR, facts_of_env

SVG = "{http://www.w3.org/2000/svg}"
ALL = (*FOUR, "original")
Box = tuple[float, float, float, float]


def picture_of(facts: Facts) -> Element:
    return fromstring(drawn(facts))  # noqa: S314  # our own


def groups(picture: Element, kind: str) -> list[Element]:
    return [each for each in picture.findall(f"{SVG}g") if each.attrib["class"].split()[0] == kind]


def box_of(group: Element) -> Box:
    rectangle = group.find(f"{SVG}rect")
    assert rectangle is not None
    x, y, width, height = (float(rectangle.attrib[key]) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def labels(picture: Element) -> Iterator[tuple[str, Box]]:
    """What stands at the arrows, with the room it takes."""
    for group in groups(picture, "arrow"):
        text = group.find(f"{SVG}text")
        assert text is not None
        assert text.text
        x, y, width = float(text.attrib["x"]), float(text.attrib["y"]), CHARACTER * len(text.text)
        left = x - width if text.attrib.get("text-anchor") == "end" else x
        yield text.text, (left, y - 9, left + width, y + 2)


@pytest.mark.parametrize("name", ALL)
def test_every_node_and_every_arrow_is_there_once(name: str) -> None:
    facts = facts_of_env(name)
    picture = picture_of(facts)
    assert len(groups(picture, "node")) == len(facts.nodes) == len(set(facts.nodes))
    told = Counter(each.findtext(f"{SVG}title") for each in groups(picture, "arrow"))
    assert told == Counter(arrow.told for arrow in arrows_of(facts))
    assert set(told.values()) == {1}


@pytest.mark.parametrize("name", ALL)
def test_nothing_lies_upon_another(name: str) -> None:
    picture = picture_of(facts_of_env(name))
    boxes = [box_of(group) for group in groups(picture, "node")]
    words = [box for _, box in labels(picture)]
    assert [pair for pair in combinations([*boxes, *words], 2) if overlap(*pair)] == []


@pytest.mark.parametrize("name", ALL)
def test_no_line_runs_through_a_box(name: str) -> None:
    picture = picture_of(facts_of_env(name))
    boxes = [box_of(group) for group in groups(picture, "node")]
    for group in groups(picture, "arrow"):
        (*_, line) = group.findall(f"{SVG}polyline")
        points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        for (ax, ay), (bx, by) in pairwise(points):
            room = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            assert [box for box in boxes if overlap(room, box)] == []


@pytest.mark.parametrize("name", ALL)
def test_words_stay_in_their_boxes_and_everything_in_the_picture(name: str) -> None:
    picture = picture_of(facts_of_env(name))
    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    for group in groups(picture, "node"):
        left, top, right, bottom = box_of(group)
        assert 0 < left < right < width
        assert 0 < top < bottom < height
        for text in group.findall(f"{SVG}text"):
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            assert left < x < x + CHARACTER * len(text.text or "") < right
            assert top < y - 8 < y < bottom


@pytest.mark.parametrize("name", ALL)
def test_it_tells_those_who_cannot_see_it(name: str) -> None:
    picture = picture_of(facts_of_env(name))
    assert picture.attrib["role"] == "img"
    identities = {each.attrib.get("id"): each.text or "" for each in picture}
    title, described = (identities[identity] for identity in picture.attrib["aria-labelledby"].split())
    assert facts_of_env(name).title in title
    assert all(arrow.told in described for arrow in arrows_of(facts_of_env(name)))


def test_calls_and_uses_of_secrets_look_different() -> None:
    picture = picture_of(facts_of_env("e2e"))
    dashed = {
        group.attrib["class"]: "stroke-dasharray" in group.findall(f"{SVG}polyline")[-1].attrib
        for group in groups(picture, "arrow")
    }
    assert dashed == {"arrow talk": False, "arrow secret": True}


def test_what_is_asked_for_and_not_granted_is_red() -> None:
    facts = facts_of_env("e2e")
    first, *others = facts.accesses
    picture = picture_of(replace(facts, accesses=(replace(first, capabilities=(), policies=()), *others)))
    (denied,) = [group for group in groups(picture, "arrow") if group.attrib["class"] == "arrow denied"]
    assert denied.findtext(f"{SVG}text") == "asked for, not granted"
    assert denied.findall(f"{SVG}polyline")[-1].attrib["stroke"] == "#d1242f"


@pytest.mark.parametrize("name", ALL)
def test_the_same_facts_are_the_same_bytes(name: str) -> None:
    assert drawn(facts_of_env(name)) == drawn(facts_of_env(name))


def test_its_background_is_opaque() -> None:
    picture = picture_of(facts_of_env("e2e"))
    first = picture.find(f"{SVG}rect")
    assert first is not None
    assert first.attrib["fill"] == "#ffffff"


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    facts = facts_of_env("e2e")
    nodes = (replace(facts.nodes[0], name="<a>&\x00\x1b"), *facts.nodes[1:])
    picture = picture_of(replace(facts, nodes=nodes, flows=(), accesses=()))
    assert "<a>&\ufffd\ufffd" in "".join(picture.itertext())


def test_nothing_to_show_is_still_a_picture() -> None:
    assert picture_of(Facts(title="nothing", flows=(), accesses=(), nodes=())).tag == f"{SVG}svg"
