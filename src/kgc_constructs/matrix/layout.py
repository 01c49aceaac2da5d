"""Where everything stands: four columns from the left to the right, and lanes between them for the arrows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kgc_constructs.matrix.arrows import Arrow
from kgc_constructs.matrix.boxes import CHARACTER, Box
from kgc_constructs.matrix.facts import Kind, Node
from kgc_constructs.matrix.svg import Point

__all__ = ["Layout", "laid_out"]

_COLUMNS = (
    (Kind.CALLER,), (Kind.ENTRY,), (Kind.POD, Kind.OPERATOR, Kind.PIPELINE, Kind.POLICY),
    (Kind.DESTINATION, Kind.SECRET),
)  # fmt: skip
_FROM_ABOVE = (Kind.ENTRY, *(kind for kind in Kind if kind is not Kind.ENTRY))
_LOWER = {Kind.OPERATOR, Kind.PIPELINE, Kind.POLICY, Kind.SECRET}
_MARGIN, _TOP, _BETWEEN, _SECTION = 28, 118, 16, 56
_LANE, _LEAD, _TAIL = 13, 16, 26


@dataclass
class Layout:
    """Everything's place.

    Attributes:
        boxes: By their nodes.
        arrows: In the order in which they are drawn.
        lanes: The place of each trunk, left of its targets.
        sections: Place and words of the headings.
        width: Of the picture.
        height: Of the picture, without a legend.
    """

    boxes: dict[Node, Box]
    arrows: list[Arrow]
    lanes: dict[str, float] = field(default_factory=dict)
    sections: list[tuple[Point, str]] = field(default_factory=list)
    width: float = 0
    height: float = 0

    def path(self, arrow: Arrow) -> list[Point]:
        """The corners of an arrow: out of its source, along its lane, into its target."""
        source, target, lane = self.boxes[arrow.source], self.boxes[arrow.target], self.lanes[arrow.trunk]
        start = source.at("right", arrow.trunk)
        side = "right" if _column(arrow.source.kind) == _column(arrow.target.kind) else "left"
        end = target.at(side, _key(arrow))
        into = target.x + target.width if side == "right" else target.x
        return [(source.x + source.width, start), (lane, start), (lane, end), (into, end)]


def laid_out(boxes: Sequence[Box], arrows: Iterable[Arrow]) -> Layout:
    """Slots, then heights, then lanes and columns."""
    order = {box.node: (_FROM_ABOVE.index(box.node.kind), number) for number, box in enumerate(boxes)}
    layout = Layout(
        {box.node: box for box in boxes}, sorted(arrows, key=lambda each: (order[each.source], order[each.target]))
    )
    for arrow in layout.arrows:
        layout.boxes[arrow.source].take("right", arrow.trunk)
        side = "right" if _column(arrow.source.kind) == _column(arrow.target.kind) else "left"
        layout.boxes[arrow.target].take(side, _key(arrow))
    for box in boxes:
        box.fit()
    _down(layout)
    _across(layout)
    return layout


def _down(layout: Layout) -> None:
    """Callers of a door stand beside it, all others below, so that no line runs through a door."""
    at_doors = {arrow.source for arrow in layout.arrows if arrow.target.kind is Kind.ENTRY}
    boxes = list(layout.boxes.values())
    doors = _stack([box for box in boxes if box.node.kind is Kind.ENTRY], _TOP)
    callers = _stack([box for box in boxes if box.node in at_doors], _TOP)
    direct = [box for box in boxes if box.node.kind is Kind.CALLER and box.node not in at_doors]
    ends = [_stack(direct, max(doors, callers))]
    upper = [_stack([box for box in boxes if box.node.kind is kind], _TOP) for kind in (Kind.POD, Kind.DESTINATION)]
    lower = max(*upper) - _BETWEEN + _SECTION
    ends += [_stack([box for box in boxes if box.node.kind in set(kinds) & _LOWER], lower) for kinds in _COLUMNS[2:]]
    layout.height = max(*ends, *upper) + _MARGIN - _BETWEEN
    words = {Kind.CALLER: "WHO CALLS", Kind.ENTRY: "DOORS", Kind.POD: "PODS", Kind.DESTINATION: "WHERE THEY CALL"}
    present = {box.node.kind for box in boxes}
    layout.sections = [((_column(kind), _TOP - 14), said) for kind, said in words.items() if kind in present]
    if Kind.SECRET in present:
        layout.sections.append(((3, lower - 14), "SECRETS IN VAULT"))
    if present & {Kind.OPERATOR, Kind.PIPELINE, Kind.POLICY}:
        layout.sections.append(((2, lower - 14), "OTHERS WHO COME TO VAULT"))


def _across(layout: Layout) -> None:
    """Each column is as wide as its widest box, each gap as wide as its lanes and labels."""
    x: float = _MARGIN
    starts = []
    for number, kinds in enumerate(_COLUMNS):
        starts.append(x)
        column = [box for box in layout.boxes.values() if box.node.kind in kinds]
        width = max((box.width for box in column), default=0)
        for box in column:
            box.x, box.width = x, width
        x += width
        crossing = [arrow for arrow in layout.arrows if _gap(arrow) == number]
        if crossing:
            x = _lanes(layout, crossing, x)
        elif number < len(_COLUMNS) - 1 and column:
            x += _MARGIN
    layout.width = x + _MARGIN
    layout.sections = [((starts[int(column)], y), words) for (column, y), words in layout.sections]


def _lanes(layout: Layout, arrows: list[Arrow], x: float) -> float:
    """One lane for each trunk: those that lead down to secrets first, the lowest source's before the others'."""
    back = [arrow for arrow in arrows if _column(arrow.source.kind) == _column(arrow.target.kind)]
    x += _LEAD + (_widest(back) + _TAIL if back else 0)
    calls = list(dict.fromkeys(arrow.trunk for arrow in arrows if arrow.style == "talk"))
    uses = list(dict.fromkeys(arrow.trunk for arrow in arrows if arrow.style != "talk"))
    for trunk in (*reversed(uses), *calls):
        layout.lanes[trunk] = x
        x += _LANE
    return x + _widest(arrows) + _TAIL


def _stack(boxes: Iterable[Box], y: float) -> float:
    for box in boxes:
        box.y = y
        y = box.bottom + _BETWEEN
    return y


def _widest(arrows: Iterable[Arrow]) -> float:
    return CHARACTER * max((len(arrow.label) for arrow in arrows), default=0)


def _key(arrow: Arrow) -> str:
    return f"{arrow.trunk} to {arrow.target.kind} {arrow.target.name} {arrow.target.detail}"


def _column(kind: Kind) -> int:
    return next(number for number, kinds in enumerate(_COLUMNS) if kind in kinds)


def _gap(arrow: Arrow) -> int:
    """Left of the target's column; beside the own one when both stand in the same."""
    source, target = _column(arrow.source.kind), _column(arrow.target.kind)
    return source if source == target else target - 1
