"""What ACM itself reports about the certificate reaches the topic."""

import json

from tests.terraform.certificate.conftest import Render
from tests.terraform.certificate.documents import address, environment, resources

EVENTS = {
    "ACM Certificate Approaching Expiration",
    "ACM Certificate Expired",
    "ACM Certificate Renewal Action Required",
    "ACM Certificate Revoked",
}


def test_there_is_a_rule_for_each_event_of_this_certificate_alone(render: Render) -> None:
    document = render(environment())
    issued = f"${{{address(document, 'aws_acm_certificate_validation')}.certificate_arn}}"
    patterns = [json.loads(rule["event_pattern"]) for rule in resources(document, "aws_cloudwatch_event_rule")]
    assert {event for pattern in patterns for event in pattern["detail-type"]} == EVENTS
    assert len(patterns) == len(EVENTS)
    for pattern in patterns:
        assert pattern["source"] == ["aws.acm"]
        assert pattern["resources"] == [issued]


def test_every_rule_sends_to_the_topic(render: Render) -> None:
    document = render(environment())
    targets = resources(document, "aws_cloudwatch_event_target")
    rules = document["resource"]["aws_cloudwatch_event_rule"]
    assert {target["rule"] for target in targets} == {f"${{aws_cloudwatch_event_rule.{name}.name}}" for name in rules}
    assert {target["arn"] for target in targets} == {f"${{{address(document, 'aws_sns_topic')}.arn}}"}


def test_a_given_topic_receives_instead(render: Render) -> None:
    given = "arn:aws:sns:eu-central-1:123456789012:on-call"
    targets = resources(render(environment(sns_topic_arn=given)), "aws_cloudwatch_event_target")
    assert {target["arn"] for target in targets} == {given}


def test_a_role_is_not_needed(render: Render) -> None:
    """EventBridge publishes to topics by the topic's policy; a role would break encrypted ones (EventBridge guide)."""
    assert not any("role_arn" in target for target in resources(render(environment()), "aws_cloudwatch_event_target"))


def test_names_tell_workload_environment_and_event(render: Render) -> None:
    names = {rule["name"] for rule in resources(render(environment()), "aws_cloudwatch_event_rule")}
    assert names == {
        f"kgc-sidecar-development-certificate-{event}"
        for event in ("approaching-expiration", "expired", "renewal-action-required", "revoked")
    }
