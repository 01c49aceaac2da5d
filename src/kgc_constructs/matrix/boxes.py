"""The boxes of the picture: what they say, and how large that makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgc_constructs.matrix.facts import Node

__all__ = ["CHARACTER", "SLOT", "Box", "box_of"]

CHARACTER = 7
"""Width of a letter of size 11: no monospaced font in use is wider."""
SLOT = 22
"""Height that one arrow takes at the side of a box, with its label."""

_LONGEST = 36
_PADDING, _HEADING, _LINE = 10, 15, 14
_BREAKS = (re.compile(r"(?<=[/,])"), re.compile(r"(?<= )"), re.compile(r"(?<=[.-])"))


@dataclass
class Box:
    """A node, its lines, and where it stands; arrows take slots at its sides, from above."""

    node: Node
    name: tuple[str, ...]
    lines: tuple[str, ...]
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    slots: dict[str, list[str]] = field(default_factory=lambda: {"left": [], "right": []})

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    def take(self, side: str, arrow: str) -> None:
        """Keep a slot for an arrow, once."""
        if arrow not in self.slots[side]:
            self.slots[side].append(arrow)

    def fit(self) -> None:
        """Be high enough for the lines and for the arrows."""
        said = 2 * _PADDING + _HEADING + _LINE * (len(self.name) + len(self.lines)) - 4
        self.height = max(said, *(SLOT * len(taken) + 8 for taken in self.slots.values()))
        self.width = 2 * _PADDING + 6 + CHARACTER * max(map(len, (self.node.what, *self.name, *self.lines)))

    def at(self, side: str, arrow: str) -> float:
        """Height of an arrow's slot; all slots stand together in the middle."""
        taken = self.slots[side]
        return self.y + self.height / 2 + SLOT * (taken.index(arrow) - (len(taken) - 1) / 2) + 3

    def rows(self) -> list[tuple[float, str, str]]:
        """Height, style and text of each line."""
        rows, y = [(self.y + _PADDING + 8, "what", self.node.what)], self.y + _PADDING + _HEADING
        for style, texts in (("name", self.name), ("line", self.lines)):
            for each in texts:
                y += _LINE
                rows.append((y - 5, style, each))
        return rows


def box_of(node: Node, more: tuple[str, ...] = ()) -> Box:
    """A box that says what the node is, its name, and its details."""
    name = node.name.removeprefix(f"{node.what}/")
    lines = tuple(part for each in (*node.detail, *more) for part in _wrapped(each))
    return Box(node, _wrapped(name), lines)


def _wrapped(words: str) -> tuple[str, ...]:
    """Long names go on in the next line: after a slash if they can, else after a hyphen or a dot."""
    lines = [words]
    for sign in _BREAKS:
        lines = [line for each in lines for line in (_filled(sign.split(each)) if len(each) > _LONGEST else [each])]
    return tuple(each.strip() for each in lines)


def _filled(parts: list[str]) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) > _LONGEST:
            lines.append("")
        lines[-1] += part
    return lines
