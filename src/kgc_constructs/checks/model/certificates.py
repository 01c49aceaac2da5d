"""The certificates that are rendered: those of ACM, and those that cert-manager issues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kgc_constructs.checks.model.host_names import Certified
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.resource import Resource

__all__ = [
    "AcmCertificate",
    "IssuedCertificate",
    "acm_certificates",
    "blocks",
    "issued_certificates",
    "records_of",
    "region_of",
    "used",
    "validations_of",
]

_REFERENCE = re.compile(r"\baws_acm_certificate(_validation)?\.([A-Za-z0-9_-]+)")

_MEMBER = re.compile(r"aws_acm_certificate\.([A-Za-z0-9_-]+)\.")
_ASKED = re.compile(_MEMBER.pattern + "domain_validation_options")


@dataclass(frozen=True)
class AcmCertificate:
    """A certificate of ACM: its resource and its names."""

    resource: Resource
    names: tuple[str, ...]

    @cached_property
    def certified(self) -> Certified:
        """What it is valid for."""
        return Certified(self.names)

    @property
    def bases(self) -> dict[str, list[str]]:
        """Names by the name that a DNS record proves: a wildcard shares that of the domain it stands below."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(name.lower().removeprefix("*."), []).append(name)
        return found

    @property
    def asked_for(self) -> bool:
        """Whether AWS issues it, once its names are proven; else it is imported, or of a private authority."""
        return not {"certificate_body", "certificate_authority_arn"} & self.resource.arguments.keys()


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate of cert-manager: the object, the secret it is written to, and what it is for."""

    document: Document
    secret: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]

    @cached_property
    def certified(self) -> Certified:
        """What it is valid for."""
        return Certified(self.names, self.addresses)

    @property
    def namespace(self) -> str:
        """Where it stands, and its secret."""
        return str(at(self.document, "metadata.namespace") or "")


def acm_certificates(rendered: Rendered) -> list[AcmCertificate]:
    """Those of all stacks; names that only Terraform will know are left out."""
    return rendered.once(_acm_certificates)


def _acm_certificates(rendered: Rendered) -> list[AcmCertificate]:
    return list(_of_acm(rendered))


def _of_acm(rendered: Rendered) -> Iterator[AcmCertificate]:
    for each in rendered.resources("aws_acm_certificate"):
        names = (each.value("domain_name"), *_list(each.value("subject_alternative_names")))
        yield AcmCertificate(each, tuple(dict.fromkeys(str(name) for name in names if name and "${" not in str(name))))


def issued_certificates(rendered: Rendered, namespace: str | None = None) -> list[IssuedCertificate]:
    """Those of cert-manager, of one namespace or of all."""
    return rendered.once(_issued).get(namespace, [])


def _issued(rendered: Rendered) -> dict[str | None, list[IssuedCertificate]]:
    """By namespace; under None all of them."""
    found: dict[str | None, list[IssuedCertificate]] = {}
    for each in rendered.of_kind("Certificate"):
        names, addresses = (tuple(map(str, _list(at(each, f"spec.{part}")))) for part in ("dnsNames", "ipAddresses"))
        issued = IssuedCertificate(each, str(at(each, "spec.secretName")), names, addresses)
        for namespace in (None, issued.namespace):
            found.setdefault(namespace, []).append(issued)
    return found


def records_of(rendered: Rendered, certificate: Resource) -> list[Resource]:
    """The DNS records that are made of what a certificate of ACM asks for."""
    return rendered.once(_records).get((certificate.stack, certificate.name), [])


def validations_of(rendered: Rendered, certificate: Resource) -> list[Resource]:
    """The validations that wait for a certificate of ACM."""
    return rendered.once(_validations).get((certificate.stack, certificate.name), [])


ByCertificate = dict[tuple[str, str], list[Resource]]


def _records(rendered: Rendered) -> ByCertificate:
    return _by_certificate(rendered.resources("aws_route53_record"), _ASKED)


def _validations(rendered: Rendered) -> ByCertificate:
    return _by_certificate(rendered.resources("aws_acm_certificate_validation"), _MEMBER)


def _by_certificate(resources: Iterator[Resource], names: re.Pattern[str]) -> ByCertificate:
    """Resources by the stack and the name of each certificate that they mention."""
    found: ByCertificate = {}
    for each in resources:
        for name in dict.fromkeys(names.findall(str(each.arguments))):
            found.setdefault((each.stack, name), []).append(each)
    return found


def used(content: Document, value: Any) -> tuple[str, bool] | None:
    """Name of the ACM certificate that an argument refers to, and whether by way of its validation."""
    match = _REFERENCE.search(str(value))
    if match is None:
        return None
    if not match[1]:
        return match[2], False
    behind = _REFERENCE.search(str(at(content, f"resource.aws_acm_certificate_validation.{match[2]}.certificate_arn")))
    return (behind[2] if behind else match[2]), True


def region_of(resource: Resource) -> str:
    """Region of a resource of AWS: its own, or its provider's; empty where it is not said plainly."""
    own = resource.arguments.get("region")
    if own:
        return _plain(own)
    alias = str(resource.arguments.get("provider") or "aws").removeprefix("${").removesuffix("}").partition(".")[2]
    for provider in blocks(at(resource.content, "provider.aws")):
        if str(provider.get("alias") or "") == alias:
            return _plain(provider.get("region"))
    return ""


def blocks(value: Any) -> list[Document]:
    """A nested block, which Terraform JSON writes as an object or as a list of them."""
    return [mapping(value)] if isinstance(value, dict) else mappings(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) and "${" not in value else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
