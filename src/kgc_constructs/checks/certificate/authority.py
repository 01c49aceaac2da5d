"""A private authority that can be replaced, revoked and brought back, and that serves one account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.certificates import blocks
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_GUIDE = "https://docs.aws.amazon.com/privateca/latest/userguide"

ROOT = Rule(
    id="certificate-root-issues",
    title="A root authority signs subordinate authorities, and nothing else.",
    why="a subordinate that leaks is revoked; a root that leaks ends everything that trusts it",
    source=f"{_GUIDE}/ca-best-practices.html",
    settings=("certificate.mtls",),
)
REVOKED = Rule(
    id="certificate-authority-irrevocable",
    title="What a private authority issues can be revoked: by a list, or by OCSP.",
    why="a key that leaks stays good until its certificate ends",
    source=f"{_GUIDE}/revocation-setup.html",
    settings=("certificate.mtls.crl_bucket",),
)
WINDOW = Rule(
    id="certificate-authority-deletion",
    title="A private authority that is deleted by mistake can be brought back for as long as settings say.",
    why="after the shortest time, a week, everything that trusts it has to be set up anew",
    source=f"{_GUIDE}/PCADeleteCA.html",
    settings=("certificate.mtls.deletion_window_days",),
    severity=Severity.WARNING,
)
ACCOUNT = Rule(
    id="certificate-authority-open",
    title="The permission for ACM to use a private authority names the account.",
    why="ACM would use it on behalf of any account (confused deputy)",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    settings=("certificate.account_id",),
)
RULES = (ROOT, REVOKED, WINDOW, ACCOUNT)

_AUTHORITY = re.compile(r"\baws_acmpca_certificate_authority\.([A-Za-z0-9_-]+)")
_SHORTEST, _LONGEST = 7, 30
_ACCOUNT_DIGITS = re.compile(r"[0-9]{12}")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Authorities, then what is issued by them, then who may use them."""
    for authority in rendered.resources("aws_acmpca_certificate_authority"):
        yield from _authority(authority, environment)
    for issued in rendered.resources("aws_acmpca_certificate", "aws_acm_certificate", "aws_acmpca_permission"):
        issuer = _issuer(issued)
        template = str(issued.arguments.get("template_arn"))
        signs = issued.type == "aws_acmpca_certificate" and ("/RootCA" in template or "/SubordinateCA" in template)
        if at(issuer, "type") == "ROOT" and not signs:
            path = f"{issued.where}.certificate_authority_arn"
            yield ROOT.in_stack(
                issued.stack, path, issued.arguments["certificate_authority_arn"], "a subordinate authority"
            )
    for permission in rendered.resources("aws_acmpca_permission"):
        account = permission.value("source_account")
        referred = isinstance(account, str) and account.startswith("${")
        if not referred and not _ACCOUNT_DIGITS.fullmatch(str(account)):
            yield ACCOUNT.in_stack(permission.stack, f"{permission.where}.source_account", account, "12 digits")


def _authority(authority: Resource, environment: Environment | None) -> Iterator[Finding]:
    said = authority.arguments
    means = [
        inner.get("enabled") is True
        for block in blocks(said.get("revocation_configuration"))
        for name in ("crl_configuration", "ocsp_configuration")
        for inner in blocks(block.get(name))
    ]
    if not any(means) and said.get("usage_mode") != "SHORT_LIVED_CERTIFICATE":
        path = f"{authority.where}.revocation_configuration"
        yield REVOKED.in_stack(authority.stack, path, said.get("revocation_configuration"), "CRL or OCSP, enabled")
    mtls = environment.certificate.mtls if environment and environment.certificate else None
    least = mtls.deletion_window_days if mtls else _SHORTEST + 1
    days = said.get("permanent_deletion_time_in_days", _LONGEST)
    if not _whole(days) or not least <= int(days) <= _LONGEST:
        path = f"{authority.where}.permanent_deletion_time_in_days"
        yield WINDOW.in_stack(authority.stack, path, days, f"{least} to {_LONGEST} days")


def _whole(value: Any) -> bool:
    return not isinstance(value, bool) and str(value).isascii() and str(value).isdigit()


def _issuer(issued: Resource) -> dict[str, Any] | None:
    """The authority behind a reference to it, or to the certificate that is installed in it."""
    match = _AUTHORITY.search(str(issued.value("certificate_authority_arn")))
    return at(issued.content, f"resource.aws_acmpca_certificate_authority.{match[1]}") if match else None
