"""The text of a file, if it is one."""

from __future__ import annotations

from kgc_constructs.checks.files.limits import MAX_BYTES, Unreadable

__all__ = ["text_of"]


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
