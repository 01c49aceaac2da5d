"""Host names, and which of them a certificate is valid for (RFC 9525, RFC 5891)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

__all__ = ["Certified", "Hosts", "address_of", "ascii_name"]

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


class Certified:
    """What a certificate, or all of several together, is valid for.

    A wildcard is the whole first label and stands for exactly one; an address is never a name. A name of a certificate
    has no last dot.
    """

    def __init__(self, names: Iterable[str], addresses: Iterable[str] = ()) -> None:
        self._names = {ascii_name(name) for name in names if not name.endswith(".")}
        self._addresses = {address_of(each) for each in addresses} - {None}

    def covers(self, host: str) -> bool:
        """Whether it is valid for `host`."""
        address = address_of(host)
        if address is not None:
            return address in self._addresses
        return not self._names.isdisjoint(_names_for(host))


class Hosts:
    """Hosts that something answers to."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._names = {name for host in hosts if address_of(host) is None for name in _names_for(host)}

    def use(self, name: str) -> bool:
        """Whether a certificate for `name` is valid for one of them."""
        return not name.endswith(".") and ascii_name(name) in self._names


def _names_for(host: str) -> Iterator[str]:
    """The names by which a certificate is valid for a host that is no address: its own, and a wildcard's."""
    wanted = ascii_name(host)
    first, _, rest = wanted.partition(".")
    if wanted == "*" or not all(wanted.split(".")):
        return
    yield wanted
    if _WILD.fullmatch(first) and _BELOW.fullmatch(rest):
        yield f"*.{rest}"
