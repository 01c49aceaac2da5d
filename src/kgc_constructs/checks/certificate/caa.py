"""Only the authority in use may issue for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.certificates import acm_certificates
from kgc_constructs.checks.model.host_names import ascii_name
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

CAA = Rule(
    id="certificate-caa-missing",
    title="A CAA record lets Amazon, and nobody else, issue certificates for each name that ACM is asked for.",
    why="any authority in the world may issue for the name, or Amazon may not",
    source="https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html",
    settings=("certificate.caa",),
    severity=Severity.WARNING,
)
RULES = (CAA,)

_AMAZON = ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com")
_RECORD = re.compile(r'\s*\d+\s+(issue|issuewild)\s+"\s*([^";]*?)\s*(?:;[^"]*)?"\s*')


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each name against the records at it and above it; the nearest one counts (RFC 8659, 3)."""
    if environment is not None and (environment.certificate is None or not environment.certificate.caa):
        return
    records = {
        ascii_name(str(each.value("name"))): each.value("records")
        for each in rendered.resources("aws_route53_record")
        if each.value("type") == "CAA"
    }
    for certificate in acm_certificates(rendered):
        resource = certificate.resource
        for name in certificate.names if certificate.asked_for else ():
            allowed = _issuers(records, name)
            if allowed is None or not allowed or not allowed <= set(_AMAZON):
                shown = sorted(allowed) if allowed else None
                wanted = f"a CAA record for {name} that names {_AMAZON[0]} alone"
                yield CAA.in_stack(resource.stack, "resource.aws_route53_record", shown, wanted)


def _issuers(records: dict[str, Any], name: str) -> set[str] | None:
    """Who may issue for `name`, or None where no record says it; for a wildcard `issuewild` goes before `issue`."""
    base = ascii_name(name).removeprefix("*.")
    labels = base.split(".")
    for start in range(len(labels)):
        found = records.get(".".join(labels[start:]))
        if found is not None:
            said = (
                [match for each in found if (match := _RECORD.fullmatch(str(each)))] if isinstance(found, list) else []
            )
            by_tag = {tag: {match[2] for match in said if match[1] == tag} for tag in ("issue", "issuewild")}
            return (by_tag["issuewild"] or by_tag["issue"]) if name.startswith("*.") else by_tag["issue"]
    return None
