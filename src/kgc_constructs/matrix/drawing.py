"""The picture: boxes, arrows and a legend, as SVG."""

from __future__ import annotations

from kgc_constructs.matrix.arrows import Arrow, arrows_of
from kgc_constructs.matrix.boxes import Box, box_of
from kgc_constructs.matrix.facts import Facts, Kind, Node
from kgc_constructs.matrix.layout import Layout, laid_out
from kgc_constructs.matrix.legend import SIZE, legend
from kgc_constructs.matrix.svg import Group, Point, arrow_head, group, line, picture, rectangle, text, written

__all__ = ["drawn"]

_FILLS = {
    Kind.CALLER: ("#f6f8fa", "#57606a"), Kind.ENTRY: ("#fff8e5", "#9a6700"), Kind.POD: ("#e8f1fd", "#0550ae"),
    Kind.DESTINATION: ("#f0faf2", "#1a7f37"), Kind.OPERATOR: ("#f3eefc", "#6639ba"),
    Kind.PIPELINE: ("#f3eefc", "#6639ba"), Kind.POLICY: ("#f3eefc", "#6639ba"), Kind.SECRET: ("#fdf0f3", "#a40e4c"),
}  # fmt: skip
_INKS = ("#0550ae", "#b35900", "#00695c", "#8e24aa", "#6d4c41", "#c2185b", "#455a64")
_GREY, _RED, _DASHES = "#57606a", "#d1242f", "6 4"
_MARGIN, _NARROWEST = 28, 860


def drawn(facts: Facts) -> str:
    """The picture of `facts`; the same facts are the same bytes."""
    arrows = list(arrows_of(facts))
    layout = laid_out([box_of(node, _more(facts, node)) for node in facts.nodes], arrows)
    place, size = _legend_place(layout)
    root = picture(*size, _title(facts), _description(facts))
    text(root, (28, 42), _title(facts), size=19, bold=True, mono=False)
    said = "What the rendered NetworkPolicies and Vault policies allow; lines of one colour start at one place."
    text(root, (28, 64), said, size=12, fill=_GREY, mono=False)
    for above, words in layout.sections:
        text(root, above, words, size=11, fill=_GREY, bold=True, mono=False)
    inks = _inks(layout)
    for number, arrow in enumerate(layout.arrows):
        _arrow(root, layout, arrow, number, inks[arrow.source])
    for number, box in enumerate(layout.boxes.values()):
        _box(root, box, number, inks.get(box.node, ""))
    legend(root, place)
    return written(root)


def _title(facts: Facts) -> str:
    return f"{facts.title}: who may talk to whom, and who may read which secret"


def _description(facts: Facts) -> str:
    return " ".join(f"{arrow.told}." for arrow in arrows_of(facts)) or "Nothing is allowed."


def _more(facts: Facts, node: Node) -> tuple[str, ...]:
    """What the flows say of a node: its roles at Vault, and how NetworkPolicies name it."""
    roles = [f"role {role}" for access in facts.accesses if access.reader == node for role in access.roles]
    peers = [
        f"at {peer}" if node.kind is Kind.DESTINATION else f"from {peer}"
        for flow in facts.flows
        if node == (flow.target if node.kind is Kind.DESTINATION else flow.source)
        for peer in flow.peers
        if node.kind in (Kind.DESTINATION, Kind.ENTRY)
    ]
    return tuple(dict.fromkeys([*roles, *peers]))


def _inks(layout: Layout) -> dict[Node, str]:
    """A colour for each pod or login; callers and doors are grey."""
    sources = dict.fromkeys(arrow.source for arrow in layout.arrows)
    own = [node for node in sources if node.kind not in (Kind.CALLER, Kind.ENTRY)]
    return {**dict.fromkeys(sources, _GREY), **{node: _INKS[n % len(_INKS)] for n, node in enumerate(own)}}


def _box(root: Group, box: Box, number: int, ink: str) -> None:
    fill, stroke = _FILLS[box.node.kind]
    parts = group(root, f"node-{number}", f"node {box.node.kind}", f"{box.node.what}: {box.node.name}")
    rectangle(parts, (box.x, box.y), (box.width, box.height), fill=fill, stroke=stroke)
    if ink:
        rectangle(parts, (box.x + box.width - 3, box.y + 6), (6, box.height - 12), fill=ink, stroke=ink)
    for y, style, words in box.rows():
        colour = {"what": stroke, "name": "#1f2328", "line": _GREY}[style]
        text(parts, (box.x + 10, y), words, size=10 if style == "what" else 11, fill=colour, bold=style == "name")


def _arrow(root: Group, layout: Layout, arrow: Arrow, number: int, ink: str) -> None:
    parts = group(root, f"arrow-{number}", f"arrow {arrow.style}", arrow.told)
    ink, dashes = (_RED if arrow.style == "denied" else ink), ("" if arrow.style == "talk" else _DASHES)
    points = layout.path(arrow)
    (lane, _), (_, y), (tip, _) = points[1], points[2], points[3]
    leftward = tip < lane
    gap = -5 if leftward else 5
    line(parts, [(lane + gap, y), (tip, y)], stroke="#ffffff", width=5)  # it passes over the lanes it crosses
    line(parts, points, stroke=ink, dashes=dashes)
    arrow_head(parts, (tip, y), fill=ink, leftward=leftward)
    at, anchor = (tip + 12, "start") if leftward else (tip - 12, "end")
    text(parts, (at, y - 4), arrow.label, size=11, fill=ink, anchor=anchor)


def _legend_place(layout: Layout) -> tuple[Point, Point]:
    """Where the legend goes, and how large the picture is then: below the callers where there is room, or below all."""
    left = [box for box in layout.boxes.values() if box.node.kind in (Kind.CALLER, Kind.ENTRY)]
    right = [box.x for box in layout.boxes.values() if box not in left]
    below = max((box.bottom for box in left), default=0) + _MARGIN
    fits = right and _MARGIN + SIZE[0] + _MARGIN < min(right) and below + SIZE[1] + _MARGIN <= layout.height
    top = layout.height - _MARGIN - SIZE[1] if fits else layout.height
    height = layout.height if fits else layout.height + SIZE[1] + _MARGIN
    return (_MARGIN, top), (max(layout.width, _NARROWEST), height)
