"""The forms that secrets are known by, and quick looks that tell which of them a text can have at all.

Every pattern is bounded, so that a long text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

__all__ = ["ALL", "LONG_WORD", "Format", "Signs", "has_long_word", "signs_of"]


def _runs_of(letters: bytes, length: int, before: bytes = b"") -> Callable[[str], bool]:
    """Whether a text holds `length` of these letters in a row after `before`; thirty times as fast as a pattern."""
    table = bytes(
        ord("x") if re.match(letters, bytes([each])) else each if bytes([each]) == before else 0 for each in range(256)
    )
    run = before + b"x" * length
    return lambda text: len(text) >= length and run in text.encode(errors="replace").translate(table)


LONG_WORD = 40
"""Characters from which on a word may be random, or base64."""

has_long_word = _runs_of(rb"[A-Za-z0-9+/]", LONG_WORD)


class Format(NamedTuple):
    """One form.

    Attributes:
        what: What it is.
        pattern: What it looks like.
        signs: Small letters, of which no text of that form lacks all; they are found faster than the form.
        possible: Another condition that is checked fast.
    """

    what: str
    pattern: re.Pattern[str]
    signs: tuple[str, ...]
    possible: Callable[[str], bool] | None = None

    def can_be_in(self, text: str, small: str) -> bool:
        """Whether it is worth looking for in `text`, which is `small` in small letters."""
        return any(sign in small for sign in self.signs) and (self.possible is None or self.possible(text))


_KNOWN = (
    Format("a key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), ("akia", "asia")),
    Format("a private key", re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----"), ("private key",)),
    Format(
        "a Vault token",
        re.compile(r"\b(?:hv[sbr]|[sb])\.[A-Za-z0-9_-]{24,}"),
        ("s.", "b.", "hvr."),
        _runs_of(rb"[A-Za-z0-9_-]", 24, before=b"."),
    ),
    Format(
        "a GitHub token",
        re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}\b|github_pat_[A-Za-z0-9_]{22,})"),
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    ),
    Format("a GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"), ("glpat-",)),
    Format(
        "a Slack token",
        re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}"),
        ("xox", "/services/t"),
    ),
    Format("a key of Google", re.compile(r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"), ("aiza",)),
    Format("a key of Stripe", re.compile(r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b"), ("k_live_", "k_test_")),
    Format(
        "a token of a package registry",
        re.compile(r"\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgE[A-Za-z0-9_-]{50,}"),
        ("npm_", "pypi-age"),
    ),
    Format(
        "a JSON web token",
        re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,4000}\."),
        ("eyj",),
    ),
    Format(
        "credentials in a URL",
        re.compile(r"://[^\s/@:{}$<>]{0,200}:[^\s/@{}$<>]{1,200}@"),
        ("://",),
        lambda text: "@" in text,
    ),
    Format(
        "a login for HTTP",
        re.compile(r"\bauthorization\W{1,4}(?:basic|bearer) [A-Za-z0-9+/._-]{16,}", re.IGNORECASE),
        ("authorization",),
    ),
)


class Signs(NamedTuple):
    """What there is to look for.

    Attributes:
        formats: Known forms.
        words: Whether long words, which may be random or base64.
    """

    formats: tuple[Format, ...]
    words: bool


ALL = Signs(_KNOWN, words=True)


def signs_of(texts: Iterable[str], among: Signs = ALL) -> Signs | None:
    """What any of `texts` can hold; most documents leave one form of all, or nothing (None)."""
    together = "\n".join(texts)
    small = together.lower()
    formats = tuple(each for each in among.formats if each.can_be_in(together, small))
    words = among.words and has_long_word(together)
    return Signs(formats, words) if formats or words else None
