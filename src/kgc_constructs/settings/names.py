"""The kinds of names and addresses that settings are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from kgc_constructs.settings.validation import refuse

__all__ = [
    "AbsolutePath",
    "AnnotationMap",
    "Arn",
    "Cidr",
    "DnsLabel",
    "DnsName",
    "HttpUrl",
    "LabelMap",
    "VaultPath",
    "WildcardDnsName",
]

_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_KEY_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_VAULT_PATH = re.compile(r"[a-z0-9][-a-z0-9_]*(?:/[a-z0-9][-a-z0-9_]*)*")
_ARN = re.compile(r"arn:aws[-a-z]*:[-a-z0-9]+:[-a-z0-9]*:(?:[0-9]{12})?:\S+")
_MAX_DNS_NAME = 253


def _dns_label(text: str) -> str:
    if not _LABEL.fullmatch(text):
        refuse(
            "1 to 63 of a-z, 0-9 and `-`, beginning and ending with a letter or digit", "it is a DNS label (RFC 1123)"
        )
    return text


def _dns_name(text: str) -> str:
    if len(text) > _MAX_DNS_NAME or not all(_LABEL.fullmatch(part) for part in text.split(".")):
        refuse(
            "a lower-case host name such as `kgc.example.com`, 253 characters at most", "it is a DNS name (RFC 1123)"
        )
    return text


def _wildcard_dns_name(text: str) -> str:
    _dns_name(text.removeprefix("*."))
    return text


def _key(text: str) -> bool:
    prefix, slash, name = text.rpartition("/")
    good_prefix = not slash or (
        len(prefix) <= _MAX_DNS_NAME and all(_LABEL.fullmatch(part) for part in prefix.split("."))
    )
    return good_prefix and _KEY_NAME.fullmatch(name) is not None


def _keys(entries: Mapping[str, str], what: str) -> None:
    bad = sorted(key for key in entries if not _key(key))
    if bad:
        refuse(
            f"{what} keys `[prefix/]name`, name of 63 characters at most",
            f"not a Kubernetes {what} key: {', '.join(bad)}",
        )


def _labels(labels: dict[str, str]) -> dict[str, str]:
    _keys(labels, "label")
    bad = sorted(f"{key}={value}" for key, value in labels.items() if not _LABEL_VALUE.fullmatch(value))
    if bad:
        refuse(
            "values of 63 characters at most, of letters, digits, `-`, `_` and `.`, beginning and ending with a letter "
            "or digit",
            f"the API server refuses {', '.join(bad)}",
        )
    return dict(sorted(labels.items()))  # the order in which a person wrote them must not change what is rendered


def _annotations(annotations: dict[str, str]) -> dict[str, str]:
    _keys(annotations, "annotation")
    return dict(sorted(annotations.items()))


def _http_url(text: str) -> str:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        refuse("http:// or https://, a host and a port from 1 to 65535", "the port is not a number in range")
    if url.scheme not in ("http", "https") or not url.hostname or port == 0 or re.search(r"\s", text):
        refuse(
            "http:// or https:// and a host, such as `https://vault.example.com:8200`", "it is not an address to call"
        )
    if url.username or url.password:
        refuse("a URL without user name and password", "a secret never stands in the settings")
    return text


def _cidr(text: str) -> str:
    try:
        ip_network(text)
    except ValueError:
        refuse("a network such as `10.0.0.0/8`, with no host bits set", "it is not an IP network in CIDR notation")
    if "/" not in text:
        refuse("a network with its prefix length, such as `10.0.0.0/8`", "the prefix length is missing")
    return text


def _vault_path(text: str) -> str:
    if not _VAULT_PATH.fullmatch(text):
        refuse("a-z, 0-9, `-`, `_`, and `/` between parts", "a `*`, `+` or `$` would mean something else in a policy")
    return text


def _arn(text: str) -> str:
    if not _ARN.fullmatch(text):
        refuse("`arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`", "it is not an Amazon Resource Name")
    return text


def _absolute_path(text: str) -> str:
    if not text.startswith("/") or re.search(r"\s", text):
        refuse("a path that begins with `/` and holds no blanks", "it is appended to the host")
    return text


DnsLabel = Annotated[str, AfterValidator(_dns_label)]
DnsName = Annotated[str, AfterValidator(_dns_name)]
WildcardDnsName = Annotated[str, AfterValidator(_wildcard_dns_name)]
LabelMap = Annotated[dict[str, str], AfterValidator(_labels)]
AnnotationMap = Annotated[dict[str, str], AfterValidator(_annotations)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Cidr = Annotated[str, AfterValidator(_cidr)]
VaultPath = Annotated[str, AfterValidator(_vault_path)]
Arn = Annotated[str, AfterValidator(_arn)]
AbsolutePath = Annotated[str, AfterValidator(_absolute_path)]
