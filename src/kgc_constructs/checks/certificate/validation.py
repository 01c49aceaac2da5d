"""What proves a certificate's names to AWS, and that only a proven certificate is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import AcmCertificate, acm_certificates, records_of, used, validations_of
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_PAGE = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acm_certificate_validation"

PROVEN = Rule(
    id="certificate-unvalidated",
    title="What is published or used is the ARN of the validated certificate.",
    why="only a validated certificate can be used, and a listener refuses one that is pending",
    source=f"{_PAGE}#certificate_arn-1",
)
RECORDS = Rule(
    id="certificate-validation-records",
    title="Each distinct name has one validation record, whose key is known before anything is applied.",
    why="AWS does not issue without all of them, and asks for a wildcard and its domain by one and the same record",
    source="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    settings=("certificate.domain", "certificate.alternative_names"),
)
OVERWRITES = Rule(
    id="certificate-validation-overwrites",
    title="A validation record takes over no record that exists.",
    why="it hides that one record is made twice, and may take a record from another certificate, which then expires",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record#allow_overwrite-1",
)
RULES = (PROVEN, RECORDS, OVERWRITES)

_KEY = re.compile(r'\["([^"]+)"\]')


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Certificates that AWS issues; ours publish their ARN under a name that never changes."""
    for certificate in acm_certificates(rendered):
        if certificate.asked_for:
            yield from _published(rendered, certificate, environment)
            yield from _records(rendered, certificate, environment)
    unproven = {each.resource.name: each.resource.stack for each in acm_certificates(rendered) if each.asked_for}
    for user in certificate_users(rendered):
        behind = used(user.resource.content, user.arn)
        if behind and not behind[1] and unproven.get(behind[0]) == user.resource.stack:
            yield PROVEN.in_stack(user.resource.stack, user.path, user.arn, _wanted(behind[0]))


def _wanted(name: str) -> str:
    return f"${{aws_acm_certificate_validation.….certificate_arn}} of {name}"


def _published(rendered: Rendered, certificate: AcmCertificate, environment: Environment | None) -> Iterator[Finding]:
    resource = certificate.resource
    for name, value in rendered.once(_told).get((resource.stack, resource.name), ()):
        yield PROVEN.in_stack(resource.stack, f"output.{name}", value, _wanted(resource.name))
    if environment is not None:
        value = at(mapping(resource.content.get("output")).get("certificate_arn"), "value")
        if used(resource.content, value) is None:
            yield PROVEN.in_stack(resource.stack, "output.certificate_arn", value, _wanted(resource.name))


def _told(rendered: Rendered) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """Name and value of the outputs that tell the ARN of a certificate itself, by its stack and name."""
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {}
    for stack, content in rendered.terraform.items():
        for name, output in mapping(content.get("output")).items():
            value = at(output, "value")
            behind = used(content, value)
            if behind and not behind[1] and ".arn" in str(value):
                found.setdefault((stack, behind[0]), []).append((name, value))
    return found


def _records(rendered: Rendered, certificate: AcmCertificate, environment: Environment | None) -> Iterator[Finding]:
    resource, bases = certificate.resource, certificate.bases
    records = records_of(rendered, resource)
    for record in records:
        if record.arguments.get("allow_overwrite"):
            path = f"{record.where}.allow_overwrite"
            yield OVERWRITES.in_stack(record.stack, path, record.arguments["allow_overwrite"], "false")
    dynamic = [each for each in records if {"for_each", "count"} & each.arguments.keys()]
    for record in dynamic:
        said = record.arguments.get("for_each", record.arguments.get("count"))
        allowed = f"a record of its own for each of {', '.join(bases)}"
        yield RECORDS.in_stack(record.stack, record.where, said, allowed)
    if dynamic or (environment is None and not records):  # the records may be another provider's
        return
    proven = Counter(base for record in records for base in _proves(record, bases))
    for base in bases:
        if proven[base] != 1 and (not records or all(map(_keys, records))):
            allowed = f"one record that proves {base}"
            yield RECORDS.in_stack(resource.stack, resource.where, f"{proven[base]} records", allowed)
    yield from _awaited(rendered, certificate, records)


def _awaited(rendered: Rendered, certificate: AcmCertificate, records: list[Resource]) -> Iterator[Finding]:
    """Every record is one that the validation waits for; without a list it waits for none."""
    for each in validations_of(rendered, certificate.resource):
        awaited = each.arguments.get("validation_record_fqdns")
        if f"aws_acm_certificate.{certificate.resource.name}." not in str(each.arguments.get("certificate_arn")):
            continue
        for record in records if awaited is not None else ():
            if f"aws_route53_record.{record.name}." not in str(awaited):
                path = f"{each.where}.validation_record_fqdns"
                yield RECORDS.in_stack(each.stack, path, awaited, f"{record.where}.fqdn among them")


def _keys(record: Resource) -> list[str]:
    return _KEY.findall(str(record.arguments.get("name")))


def _proves(record: Resource, bases: dict[str, list[str]]) -> set[str]:
    """The bases whose record this is; its name, type and value must be those of one name."""
    said = [set(_KEY.findall(str(record.arguments.get(key)))) for key in ("name", "records")]
    both = set.intersection(*said)
    return {base for base, names in bases.items() if both & {each.lower() for each in names}}
