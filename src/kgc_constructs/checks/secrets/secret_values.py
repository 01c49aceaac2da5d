"""Whether a text is a secret in plain sight: of a known form, or too random to be anything else."""

from __future__ import annotations

import math
import re
from collections import Counter

from kgc_constructs.checks.secrets.encodings import decoded
from kgc_constructs.checks.secrets.secret_formats import ALL, LONG_WORD, Signs, has_long_word

__all__ = ["known_format", "random_value"]

_PUBLIC = re.compile(
    r"-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----.*?-----END (?:PUBLIC KEY|CERTIFICATE)-----", re.DOTALL
)
_RANDOM = re.compile(rf"(?<![A-Za-z0-9+/=_:.-])[A-Za-z0-9+/]{{{LONG_WORD},}}={{0,2}}(?![A-Za-z0-9+/=_:.-])")
_LONGEST = 512  # what is longer is a picture or an archive
_BITS = 4.3  # a letter of random base64 carries almost 6, of hexadecimal digits 4, of words less
_EACH = 3  # of 40 random letters, so many at least are digits, capitals and small ones


def known_format(text: str, signs: Signs = ALL) -> str | None:
    """What secret `text` holds by the form of it, or None; base64 is looked through."""
    for each in signs.formats:
        if each.pattern.search(text):
            return each.what
    for word in _RANDOM.findall(text) if signs.words and has_long_word(text) else ():
        inner = decoded(word)
        if inner is not None and (what := next((each.what for each in ALL.formats if each.pattern.search(inner)), "")):
            return f"{what} in base64"
    return None


def random_value(text: str, signs: Signs = ALL) -> bool:
    """Whether a word of `text` is so random that a program must have made it."""
    if not signs.words or not has_long_word(text):
        return False
    return any(map(_is_random, _RANDOM.findall(_PUBLIC.sub(" ", text))))


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
