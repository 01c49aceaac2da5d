"""What the lines of the picture mean."""

from __future__ import annotations

from kgc_constructs.matrix.svg import Group, Point, arrow_head, line, rectangle, text

__all__ = ["SIZE", "legend"]

SIZE: Point = (410, 104)
_GREY, _RED, _DASHES = "#57606a", "#d1242f", "6 4"
_WORDS = (
    ("", _GREY, ("may call, at this protocol and port",)),
    (_DASHES, _GREY, ("may use this secret with these capabilities;", "after a + what else may be done with it")),
    (_DASHES, _RED, ("asked for by a manifest, granted by no policy",)),
)


def legend(root: Group, at: Point) -> None:
    """A box with one line for each style."""
    x, y = at
    rectangle(root, at, SIZE, fill="#ffffff", stroke="#d0d7de")
    y += 24
    for dashes, ink, lines in _WORDS:
        line(root, [(x + 14, y), (x + 58, y)], stroke=ink, dashes=dashes)
        arrow_head(root, (x + 66, y), fill=ink)
        for said in lines:
            text(root, (x + 80, y + 4), said, size=11, fill=_GREY, mono=False)
            y += 16
        y += 6
