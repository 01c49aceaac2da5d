"""The text of a file, if it is one."""

from __future__ import annotations

import re

from kgc_constructs.checks.files.limits import MAX_BYTES, Unreadable

__all__ = ["template_at", "text_of"]

_TEMPLATE = re.compile(
    r"""(?:[^"']|"[^"]*"|'[^']*')*?(\{\{.{0,60})"""
)  # outside of quotes, where YAML itself stumbles over it
_NEAR = 2
_LONGEST = 2000


def text_of(content: bytes) -> str:
    """`content` as UTF-8, without the mark that some editors put before it.

    Raises:
        Unreadable: if it is too long, or no text.
    """
    if len(content) > MAX_BYTES:
        reason = "no program should have to read it at once; split the file"
        raise Unreadable(1, f"more than {MAX_BYTES // 1024 // 1024} MiB", reason)
    zero = content.find(b"\0")
    if zero >= 0 and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_line(content, zero), f"a zero byte at {zero}", "it is a binary file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        value = f"byte 0x{content[error.start]:02x} at {error.start}"
        raise Unreadable(_line(content, error.start), value, "manifests are written in UTF-8") from None


def _line(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def template_at(text: str, line: int) -> tuple[int, str] | None:
    """Line and beginning of a template's `{{` at which reading stopped in `line`, or just before it."""
    lines = text.splitlines()
    for number in range(max(line - _NEAR, 1), min(line, len(lines)) + 1):
        if found := _TEMPLATE.match(lines[number - 1][:_LONGEST]):
            return number, found[1]
    return None
