"""What a secret looks like when it stands in plain sight.

Every pattern is bounded, so that a long text costs no more than its length.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kgc_constructs.checks.secrets.encodings import decoded

__all__ = ["formats_of", "known_format", "random_value"]

Format = tuple[str, re.Pattern[str]]
"""What it is, and what it looks like."""

_KNOWN: tuple[Format, ...] = (
    ("a key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----")),
    ("a Vault token", re.compile(r"\b(?:hv[sbr]|[sb])\.[A-Za-z0-9_-]{24,}")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}\b|github_pat_[A-Za-z0-9_]{22,})")),
    ("a GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}")),
    (
        "a Slack token",
        re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}|/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}"),
    ),
    ("a key of Google", re.compile(r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")),
    ("a key of Stripe", re.compile(r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b")),
    ("a token of a package registry", re.compile(r"\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgE[A-Za-z0-9_-]{50,}")),
    ("a JSON web token", re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,4000}\.")),
    (
        "credentials in a URL",
        re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s/@:{}$<>]{0,200}:[^\s/@{}$<>]{1,200}@", re.IGNORECASE),
    ),
    ("a login for HTTP", re.compile(r"\bauthorization\W{1,4}(?:basic|bearer) [A-Za-z0-9+/._-]{16,}", re.IGNORECASE)),
)
_SIGNS = {
    "a key of AWS": ("akia", "asia"),
    "a private key": ("private key",),
    "a Vault token": ("s.", "b.", "hvr."),
    "a GitHub token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    "a GitLab token": ("glpat-",),
    "a Slack token": ("xox", "/services/t"),
    "a key of Google": ("aiza",),
    "a key of Stripe": ("k_live_", "k_test_"),
    "a token of a package registry": ("npm_", "pypi-age"),
    "a JSON web token": ("eyj",),
    "credentials in a URL": ("://",),
    "a login for HTTP": ("authorization",),
}
"""Something of each, in small letters, that no text of that form lacks: it is found faster than the form."""
_PUBLIC = re.compile(
    r"-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----.*?-----END (?:PUBLIC KEY|CERTIFICATE)-----", re.DOTALL
)
_RANDOM = re.compile(r"(?<![A-Za-z0-9+/=_:.-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=_:.-])")
_SHORTEST, _LONGEST = 40, 512  # what is longer is a picture or an archive
_BITS = 4.3  # a letter of random base64 carries almost 6, of hexadecimal digits 4, of words less
_EACH = 3  # of 40 random letters, so many at least are digits, capitals and small ones


def formats_of(texts: Iterable[str]) -> tuple[Format, ...]:
    """The forms that any of `texts` can have; most documents leave one or two of all."""
    together = "\n".join(texts).lower()
    return tuple(each for each in _KNOWN if any(sign in together for sign in _SIGNS[each[0]]))


def known_format(text: str, formats: Sequence[Format] = _KNOWN) -> str | None:
    """What secret `text` holds by the form of it, or None; base64 is looked through."""
    for what, pattern in formats:
        if pattern.search(text):
            return what
    for word in _RANDOM.findall(text) if len(text) >= _SHORTEST else ():
        inner = decoded(word)
        if inner is not None and (what := next((what for what, pattern in _KNOWN if pattern.search(inner)), "")):
            return f"{what} in base64"
    return None


def random_value(text: str) -> bool:
    """Whether a word of `text` is so random that a program must have made it."""
    return len(text) >= _SHORTEST and any(map(_is_random, _RANDOM.findall(_PUBLIC.sub("", text))))


def _is_random(word: str) -> bool:
    paths = word.startswith("/") or word.count("/") > _EACH
    if paths or word.startswith("AAAA") or len(word) > _LONGEST or decoded(word) is not None:
        return False  # a path, a public key of SSH, or text
    kinds = (sum(map(kind, word)) for kind in (str.isdigit, str.isupper, str.islower))
    return all(count >= _EACH for count in kinds) and _entropy(word) > _BITS


def _entropy(text: str) -> float:
    """Bits of information in each character (Shannon)."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
