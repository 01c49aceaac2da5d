"""The stack of the e2e environment on an AWS endpoint: what is read back is what the settings say."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.settings.certificate_names import CertificateNames
from tests.conftest import APPS
from tests.servers.aws import aws
from tests.servers.terraform import terraform
from tests.terraform.certificate.applying import (
    CHANGES,
    NO_CHANGE,
    Applied,
    Watchers,
    certificates,
    hosted_zone,
    records,
    rendered,
    watchers,
)
from tests.terraform.certificate.documents import read, statements

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    """The stack, applied; whatever the tests leave of it is destroyed."""
    folder = tmp_path_factory.mktemp("certificate")
    cli = terraform(folder)
    with aws(folder) as endpoint:
        zone = hosted_zone(endpoint, "e2e.example.com")
        names = ("api.kgc.e2e.example.com", "*.kgc.e2e.example.com")  # three names with the domain, two records
        settings = load_environment("e2e", APPS).evolve(certificate={"zone_id": zone, "alternative_names": names})
        stack = rendered(settings, folder, endpoint, cli)
        try:
            stack.run("apply", "-auto-approve")
            yield stack
        finally:
            stack.run("destroy", "-auto-approve")
            endpoint.client("route53").delete_hosted_zone(Id=zone)


def test_the_certificate_is_issued_and_published(applied: Applied) -> None:
    certificate = applied.settings.certificate
    assert certificate is not None
    outputs = applied.outputs()
    found = applied.aws.client("acm").describe_certificate(CertificateArn=outputs["certificate_arn"])["Certificate"]
    assert found["Status"] == "ISSUED"
    assert found["DomainName"] == outputs["certificate_domain"] == certificate.domain
    assert set(found["SubjectAlternativeNames"]) == set(certificate.names)


def test_each_distinct_name_has_a_record_and_the_domain_has_caa(applied: Applied) -> None:
    certificate = applied.settings.certificate
    assert certificate is not None
    found = records(applied.aws, certificate.zone_id)
    proofs = {name: values for (name, kind), values in found.items() if kind == "CNAME"}
    arn = applied.outputs()["certificate_arn"]
    described = applied.aws.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    asked = {
        option["ResourceRecord"]["Name"].rstrip("."): [option["ResourceRecord"]["Value"]]
        for option in described["DomainValidationOptions"]
    }
    assert proofs == asked
    assert len(proofs) == 2
    assert '0 issue "amazon.com"' in found[certificate.domain, "CAA"]


def test_alarms_are_as_the_settings_say(applied: Applied) -> None:
    certificate = applied.settings.certificate
    assert certificate is not None
    found = watchers(applied.settings, applied.aws)
    assert sorted(alarm["Threshold"] for alarm in found.alarms) == sorted(certificate.alarm_days)
    for alarm in found.alarms:
        assert alarm["TreatMissingData"] == "breaching"
        assert alarm["Dimensions"] == [{"Name": "CertificateArn", "Value": applied.outputs()["certificate_arn"]}]
        assert alarm["AlarmActions"] == alarm["OKActions"] == found.topics


def test_rules_send_the_certificates_events_to_the_topic(applied: Applied) -> None:
    found = watchers(applied.settings, applied.aws)
    assert len(found.rules) == 4
    for rule in found.rules:
        pattern = json.loads(rule["EventPattern"])
        assert rule["State"] == "ENABLED"
        assert pattern["resources"] == [applied.outputs()["certificate_arn"]]
        targets = applied.aws.client("events").list_targets_by_rule(Rule=rule["Name"])["Targets"]
        assert [target["Arn"] for target in targets] == found.topics


def test_the_topic_is_encrypted_and_its_policy_is_in_force(applied: Applied) -> None:
    kms, key = applied.aws.client("kms"), topic_key(applied)
    assert set(statements(topic_attributes(applied)["Policy"])) == {"Cloudwatch", "Events"}
    assert set(statements(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])) == {
        "Owner",
        "Cloudwatch",
        "Events",
    }
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


def test_both_levels_of_the_authority_are_active(applied: Applied) -> None:
    found = {authority["Type"]: authority for authority in authorities(applied)}
    assert {kind: authority["Status"] for kind, authority in found.items()} == {
        "ROOT": "ACTIVE",
        "SUBORDINATE": "ACTIVE",
    }
    assert applied.outputs()["mtls_ca_arn"] == found["SUBORDINATE"]["Arn"]


def test_everything_carries_the_tags(applied: Applied) -> None:
    arn = applied.outputs()["certificate_arn"]
    tags = applied.aws.client("acm").list_tags_for_certificate(CertificateArn=arn)["Tags"]
    assert {"Key": "Environment", "Value": applied.settings.slug} in tags


def test_a_second_plan_changes_only_what_the_endpoint_forgets(applied: Applied) -> None:
    """The endpoint calls every key RSA; with that one attribute left out of the comparison nothing is left to do."""
    document = read(applied.folder)
    [certificate] = document["resource"]["aws_acm_certificate"].values()
    lifecycle = certificate["lifecycle"]
    certificate["lifecycle"] = {**lifecycle, "ignore_changes": ["key_algorithm"]}
    applied.rewrite(document)
    try:
        code, said = applied.plan()
    finally:
        certificate["lifecycle"] = lifecycle
        applied.rewrite(document)
    assert code == NO_CHANGE, said


def test_a_change_of_the_days_touches_the_alarms_alone(applied: Applied) -> None:
    document = read(applied.folder)
    before = json.dumps(document)
    [certificate] = document["resource"]["aws_acm_certificate"].values()
    certificate["lifecycle"]["ignore_changes"] = ["key_algorithm"]
    for alarm in document["resource"]["aws_cloudwatch_metric_alarm"].values():
        alarm["threshold"] += 1
    applied.rewrite(document)
    try:
        code, said = applied.plan()
    finally:
        applied.rewrite(json.loads(before))
    assert code == CHANGES
    assert "Plan: 0 to add, 3 to change, 0 to destroy." in said


def test_destroy_leaves_nothing(applied: Applied) -> None:
    certificate = applied.settings.certificate
    assert certificate is not None
    arn, key = applied.outputs()["certificate_arn"], topic_key(applied)
    applied.run("destroy", "-auto-approve")
    assert records(applied.aws, certificate.zone_id) == {}
    assert arn not in certificates(applied.aws)
    assert watchers(applied.settings, applied.aws) == Watchers(alarms=[], rules=[], topics=[])
    assert {authority["Status"] for authority in authorities(applied)} <= {"DELETED"}
    assert applied.aws.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def authorities(applied: Applied) -> list[dict[str, Any]]:
    """The environment's private authorities."""
    names = CertificateNames.of(applied.settings)
    return [
        authority
        for authority in applied.aws.client("acm-pca").list_certificate_authorities()["CertificateAuthorities"]
        if authority["CertificateAuthorityConfiguration"]["Subject"]["CommonName"]
        in (names.root_authority, names.subordinate_authority)
    ]


def topic_attributes(applied: Applied) -> dict[str, str]:
    """What the endpoint knows of the topic."""
    [topic] = watchers(applied.settings, applied.aws).topics
    return dict(applied.aws.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"])


def topic_key(applied: Applied) -> str:
    """The key that encrypts the topic."""
    return topic_attributes(applied)["KmsMasterKeyId"]
