"""Texts that can be written down: what a YAML file cannot hold would be refused, or changed, when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kgc_constructs.errors import Problem

__all__ = ["unwritable_texts"]

_UNWRITABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Not printable (YAML 1.2, 5.1), or read as the end of a line (YAML 1.1), such as control characters and U+2028."""


def unwritable_texts(values: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for each of `values` that is, or directly holds, such a text."""
    for name, value in values.items():
        texts = value if isinstance(value, tuple) else [*value, *value.values()] if isinstance(value, dict) else [value]
        for text in texts:
            if isinstance(text, str) and (found := _UNWRITABLE.search(text)):
                yield Problem(
                    field=name,
                    value=text,
                    allowed="printable characters, tabs and line ends",
                    reason=f"no manifest can hold the character U+{ord(found[0]):04X}",
                )
