"""What a secret looks like when it stands in plain sight."""

from __future__ import annotations

import math
import re
from collections import Counter

__all__ = ["SECRET_NAME", "looks_secret"]

SECRET_NAME = re.compile(
    r"(?:^|_)(?:api_?key|encryption_?key|private_?key|secret_?key|access_?key|passw(?:or)?d|passphrase|token|secret|"
    r"credentials?|database_url)$",
    re.IGNORECASE,
)
"""Names of variables and arguments that hold secrets."""

_KNOWN = (
    ("a key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a Vault token", re.compile(r"\b(?:hv[sbr]|[sb])\.[A-Za-z0-9_-]{24,}")),
    ("a GitHub token", re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b")),
    ("a Slack token", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}")),
    ("a JSON web token", re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.")),
    ("credentials in a URL", re.compile(r"[a-z][a-z0-9+.-]*://[^\s/@:{}$]*:[^\s/@{}$]+@", re.IGNORECASE)),
)
_PUBLIC = re.compile(
    r"-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----.*?-----END (?:PUBLIC KEY|CERTIFICATE)-----", re.DOTALL
)
_RANDOM = re.compile(r"(?<![A-Za-z0-9+/=_:.-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=_:.-])")
_BITS = 4.3  # a letter of random base64 carries almost 6, of hexadecimal digits 4, of words less


def looks_secret(text: str) -> str | None:
    """What secret `text` seems to hold, or None."""
    for what, pattern in _KNOWN:
        if pattern.search(text):
            return what
    for word in _RANDOM.findall(_PUBLIC.sub("", text)):
        if _entropy(word) > _BITS and re.search(r"[0-9]", word) and re.search(r"[A-Z]", word):
            return "a random value"
    return None


def _entropy(text: str) -> float:
    """Bits of information in each character (Shannon)."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
