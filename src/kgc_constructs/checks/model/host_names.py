"""Host names, and which of them a certificate is valid for (RFC 9525, RFC 5891)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

__all__ = ["address_of", "ascii_name", "covers"]

_DOTS = re.compile("[\u3002\uff0e\uff61]")  # what stands for a dot in other scripts
_WILD = re.compile(r"[a-z0-9-]+")  # what a wildcard stands for
_BELOW = re.compile(r"(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))+")  # after it: two labels or more, not `com` alone


def ascii_name(name: str) -> str:
    """`name` as it stands in DNS: lower case, without the last dot, and every label in ASCII."""
    if name.isascii():
        return name.strip().lower().removesuffix(".")
    plain = unicodedata.normalize("NFKC", _DOTS.sub(".", name).strip()).lower()
    labels = unicodedata.normalize("NFC", plain).removesuffix(".").split(".")
    return ".".join(each if each.isascii() else f"xn--{each.encode('punycode').decode()}" for each in labels)


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, or None for a name."""
    try:
        return ip_address(host.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def covers(names: Iterable[str], host: str, addresses: Iterable[str] = ()) -> bool:
    """Whether a certificate for `names` and `addresses` is valid for `host`.

    A wildcard is the whole first label and stands for exactly one; an address is never a name. A name of a certificate
    has no last dot.
    """
    address = address_of(host)
    if address is not None:
        return any(address_of(each) == address for each in addresses)
    wanted = ascii_name(host)
    first, _, rest = wanted.partition(".")
    if wanted == "*" or not all(wanted.split(".")):
        return False
    known = {ascii_name(name) for name in names if not name.endswith(".")}
    wild = _WILD.fullmatch(first) and _BELOW.fullmatch(rest) and f"*.{rest}" in known
    return bool(wild) or wanted in known
