"""Names that hold secrets, and the values below them that are none."""

from __future__ import annotations

import re

__all__ = ["is_given", "is_secret_name", "is_weak"]

_NAME = re.compile(
    r"(?:^|_)(?:api_?key|encryption_?key|private_?key|secret_?key|signing_?key|access_?key|passw(?:or)?d|passwd|"
    r"pwd|passphrase|token|secret|credentials?|database_?url)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"[a-z0-9](?:ApiKey|EncryptionKey|PrivateKey|SecretKey|AccessKey|Password|Token|Secret)$")
_ELSEWHERE = re.compile(
    r"^(?:[/~]|file:)|\$\{|\$\(|\{\{|^\$[A-Za-z_]|^<[^>]+>$|^(?:true|false|none|null|[0-9]{1,4})?$", re.I
)
_WEAK = re.compile(
    r"^(?:(?:test|dev|demo|example|sample|dummy|default|change[-_]?me|replace[-_]?me|your)(?:$|[-_ ].*)|"
    r"(?:pass(?:word|wd)?|secret|admin|root|letmein|qwerty|hunter2|12345[0-9]*|abc123|x+|foo|bar)[0-9!]{0,3})$",
    re.IGNORECASE,
)


def is_secret_name(name: object) -> bool:
    """Whether what stands below `name` is a secret, by convention."""
    if not isinstance(name, str):
        return False
    return bool(_NAME.search(re.sub(r"[-. /]", "_", name)) or _CAMEL.search(name))


def is_given(value: object) -> bool:
    """Whether `value` is the secret itself, and neither empty nor the place where it is found."""
    return isinstance(value, str) and not _ELSEWHERE.search(value)


def is_weak(value: str) -> bool:
    """Whether anybody would guess `value`."""
    return bool(_WEAK.match(value.strip()))
