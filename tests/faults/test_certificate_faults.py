"""The faults of the original certificate: each is shown on a copy of what it rendered, and absent from ours."""

import json
import re
from pathlib import Path

import pytest

from kgc_constructs.errors import SettingsError
from kgc_constructs.settings import Environment
from tests.checks.original import original_stack
from tests.terraform.certificate.documents import (
    Document,
    certificate_stack,
    environment,
    read,
    resources,
    write,
)

ORIGINAL: Document = original_stack("certificate")


@pytest.fixture
def ours(tmp_path: Path) -> Document:
    """The same certificate, with mutual TLS, as we render it."""
    settings = environment(
        alternative_names=("*.kgc.example.com",), account_id="123456789012", mtls={"organization": "Example"}
    )
    return read(write(tmp_path / "rendered", certificate_stack(settings)))


def blind_to_expiry(document: Document) -> list[str]:
    """What keeps people from hearing of the expiry."""
    alarms = resources(document, "aws_cloudwatch_metric_alarm")
    patterns = [json.loads(rule["event_pattern"]) for rule in resources(document, "aws_cloudwatch_event_rule")]
    told = {event for pattern in patterns for event in pattern["detail-type"]}
    events = ("Approaching Expiration", "Expired", "Renewal Action Required")
    return [
        *(
            f"green without data: {alarm['threshold']}"
            for alarm in alarms
            if alarm["treat_missing_data"] != "breaching"
        ),
        *(f"no alarm at {days}" for days in (30, 14, 7) if days not in [alarm["threshold"] for alarm in alarms]),
        *(f"no end of alarm: {alarm['threshold']}" for alarm in alarms if not alarm.get("ok_actions")),
        *(f"no event: {event}" for event in events if f"ACM Certificate {event}" not in told),
    ]


def test_fault_22_the_alarm_stays_green_at_expiry(ours: Document) -> None:
    assert blind_to_expiry(ours) == []
    assert blind_to_expiry(ORIGINAL) == [
        "green without data: 30",
        "no alarm at 14",
        "no alarm at 7",
        "no end of alarm: 30",
        "no event: Approaching Expiration",
        "no event: Expired",
        "no event: Renewal Action Required",
    ]


def published_by(document: Document) -> str:
    """The kind of resource whose ARN is published."""
    found = re.match(r"\$\{(\w+)\.", document["output"]["certificate_arn"]["value"])
    assert found
    return found.group(1)


def test_fault_23_the_arn_of_an_unvalidated_certificate(ours: Document) -> None:
    assert published_by(ours) == "aws_acm_certificate_validation"
    assert published_by(ORIGINAL) == "aws_acm_certificate"


def validation_faults(document: Document) -> list[str]:
    """What is wrong with the records that prove the names."""
    [certificate] = resources(document, "aws_acm_certificate")
    names = [certificate["domain_name"], *certificate["subject_alternative_names"]]
    records = [record for record in resources(document, "aws_route53_record") if record["type"] != "CAA"]
    made = sum(len(names) if "for_each" in record else 1 for record in records)
    needed = len({name.removeprefix("*.") for name in names})
    return [
        *([f"{made} records for {needed}"] if made != needed else []),
        *("keys known after apply" for record in records if "for_each" in record),
        *("takes over records" for record in records if record.get("allow_overwrite")),
    ]


def test_fault_24_two_records_where_one_is_needed(ours: Document) -> None:
    assert validation_faults(ours) == []
    assert validation_faults(ORIGINAL) == ["2 records for 1", "keys known after apply", "takes over records"]


def caa_tags(document: Document) -> set[str]:
    """What CAA records of the domain speak about."""
    records = [record for record in resources(document, "aws_route53_record") if record["type"] == "CAA"]
    return {value.split()[1] for record in records for value in record["records"]}


def test_fault_25_attached_to_nothing_and_open_to_every_authority(ours: Document) -> None:
    attached = environment()
    assert attached.host is not None
    assert attached.certificate is not None
    assert attached.certificate.covers(attached.host)
    with pytest.raises(SettingsError, match="AWS renews only certificates that something uses"):
        Environment(environment="dev", certificate=attached.certificate)  # as the original: nothing refers to it
    assert caa_tags(ours) == {"issue", "issuewild"}
    assert caa_tags(ORIGINAL) == set()


def authority_faults(document: Document) -> list[str]:
    """What is wrong with the private authority."""
    authorities = resources(document, "aws_acmpca_certificate_authority")
    kinds = {authority["type"] for authority in authorities}
    permissions = resources(document, "aws_acmpca_permission")
    issuing = [permission["certificate_authority_arn"] for permission in permissions]
    roots = [
        name
        for name, body in document["resource"]["aws_acmpca_certificate_authority"].items()
        if body["type"] == "ROOT"
    ]
    installed_roots = [
        name
        for name, body in document["resource"].get("aws_acmpca_certificate_authority_certificate", {}).items()
        if any(f".{root}." in body["certificate_authority_arn"] for root in roots)
    ]
    return [
        *(["no subordinate"] if "SUBORDINATE" not in kinds else []),
        *("the root issues" for arn in issuing if any(f".{name}." in arn for name in (*roots, *installed_roots))),
        *("no revocation" for authority in authorities if "revocation_configuration" not in authority),
        *("gone in 7 days" for authority in authorities if authority["permanent_deletion_time_in_days"] == 7),
        *(
            "open to any account"
            for each in resources(document, "aws_acmpca_permission")
            if "source_account" not in each
        ),
    ]


def test_fault_26_a_root_that_issues_directly_and_cannot_revoke(ours: Document) -> None:
    assert authority_faults(ours) == []
    assert authority_faults(ORIGINAL) == [
        "no subordinate",
        "the root issues",
        "no revocation",
        "gone in 7 days",
        "open to any account",
    ]
