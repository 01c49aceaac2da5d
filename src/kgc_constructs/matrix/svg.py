"""The few shapes of SVG that the picture is made of; every text is escaped by the writer of XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["Group", "Point", "arrow_head", "group", "line", "picture", "rectangle", "text", "written"]

Group = Element
Point = tuple[float, float]

_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML holds no such character
_HEAD = 8


def picture(width: float, height: float, title: str, description: str) -> Group:
    """An empty picture with an opaque background, so that it is the same on light and on dark pages."""
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_n(width)} {_n(height)}", role="img")
    root.attrib |= {"width": _n(width), "height": _n(height), "aria-labelledby": "title desc"}
    _told(root, "title", title, id="title")
    _told(root, "desc", description, id="desc")
    rectangle(root, (0.5, 0.5), (width - 1, height - 1), fill="#ffffff", stroke="#d0d7de")
    return root


def group(parent: Group, identity: str, kind: str, title: str) -> Group:
    """Shapes that belong together; `title` is what a reader hears or sees on it."""
    found = SubElement(parent, "g", {"id": identity, "class": kind})
    _told(found, "title", title)
    return found


def rectangle(
    parent: Group, at: Point, size: Point, *, fill: str, stroke: str, width: float = 1, dashes: str = ""
) -> None:
    """A box with round corners."""
    attributes = {"x": _n(at[0]), "y": _n(at[1]), "width": _n(size[0]), "height": _n(size[1]), "rx": "6"}
    attributes |= {"fill": fill, "stroke": stroke, "stroke-width": _n(width)}
    SubElement(parent, "rect", attributes | ({"stroke-dasharray": dashes} if dashes else {}))


def line(parent: Group, points: Sequence[Point], *, stroke: str, width: float = 1.6, dashes: str = "") -> None:
    """A line through `points`."""
    attributes = {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points), "fill": "none", "stroke": stroke}
    attributes |= {"stroke-width": _n(width), "stroke-linejoin": "round"}
    SubElement(parent, "polyline", attributes | ({"stroke-dasharray": dashes} if dashes else {}))


def arrow_head(parent: Group, tip: Point, *, fill: str, leftward: bool = False) -> None:
    """The head of a horizontal arrow."""
    x, y = tip
    back = x + _HEAD if leftward else x - _HEAD
    points = f"{_n(x)},{_n(y)} {_n(back)},{_n(y - _HEAD / 2)} {_n(back)},{_n(y + _HEAD / 2)}"
    SubElement(parent, "polygon", {"points": points, "fill": fill})


def text(
    parent: Group, at: Point, content: str, *, size: float = 11, fill: str = "#1f2328", bold: bool = False,
    anchor: str = "start", mono: bool = True,
) -> None:  # fmt: skip
    """One line of text."""
    family = "'DejaVu Sans Mono', Menlo, Consolas, monospace" if mono else "'DejaVu Sans', Verdana, sans-serif"
    attributes = {"x": _n(at[0]), "y": _n(at[1]), "font-size": _n(size), "font-family": family, "fill": fill}
    attributes |= {"font-weight": "bold"} if bold else {}
    attributes |= {"text-anchor": anchor} if anchor != "start" else {}
    SubElement(parent, "text", attributes).text = _NEVER.sub("\ufffd", content)


def written(root: Group) -> str:
    """The picture as a file; the same picture is the same bytes."""
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _told(parent: Group, name: str, content: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NEVER.sub("\ufffd", content)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
