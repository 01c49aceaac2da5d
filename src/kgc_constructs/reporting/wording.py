"""Texts of findings as any output can hold them: on one line, not too long, and nothing that a terminal would obey."""

from __future__ import annotations

from kgc_constructs.reporting.places import Reported

__all__ = ["clean", "found_in_words", "message", "place_in_words"]

_LONGEST = 300


def clean(text: str, longest: int = _LONGEST) -> str:
    """`text` with everything escaped that a terminal would obey, and cut."""
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in short)


def found_in_words(reported: Reported) -> str:
    """The value that stands there."""
    value = reported.finding.value
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return clean(reported.finding.shown_value)


def message(reported: Reported) -> str:
    """Object, field, value found, value needed and reason, as one text."""
    finding = reported.finding
    text = (
        f"{clean(finding.field)} is {found_in_words(reported)}, allowed is {clean(finding.allowed)}: "
        f"{clean(finding.reason)}."
    )
    return f"{text} To change: {', '.join(finding.rule.settings)}." if finding.rule.settings else text


def place_in_words(reported: Reported) -> str:
    """`file:line`, as editors open it."""
    return f"{reported.file}:{reported.line}" if reported.file else ""
