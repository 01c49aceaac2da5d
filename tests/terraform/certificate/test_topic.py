"""The topic that is made here: encrypted, and open to CloudWatch and EventBridge alone."""

import pytest

from tests.terraform.certificate.conftest import Render
from tests.terraform.certificate.documents import Document, address, environment, only, statements

ACCOUNT = "123456789012"
CLOUDWATCH = {"Service": "cloudwatch.amazonaws.com"}
EVENTS = {"Service": "events.amazonaws.com"}


@pytest.fixture
def document(render: Render) -> Document:
    """A stack that makes its topic."""
    return render(environment(account_id=ACCOUNT))


def test_a_given_topic_takes_its_place(render: Render) -> None:
    document = render(environment(sns_topic_arn=f"arn:aws:sns:eu-central-1:{ACCOUNT}:on-call"))
    assert not {"aws_sns_topic", "aws_sns_topic_policy", "aws_kms_key"} & set(document["resource"])


def test_it_is_encrypted_with_a_key_of_its_own_that_rotates(document: Document) -> None:
    key = only(document, "aws_kms_key")
    assert only(document, "aws_sns_topic")["kms_master_key_id"] == f"${{{address(document, 'aws_kms_key')}.arn}}"
    assert key["enable_key_rotation"] is True


def test_only_cloudwatch_and_eventbridge_may_publish(document: Document) -> None:
    policy = only(document, "aws_sns_topic_policy")
    topic = f"${{{address(document, 'aws_sns_topic')}.arn}}"
    found = statements(policy["policy"]).values()
    assert policy["arn"] == topic
    assert [statement["Principal"] for statement in found] == [CLOUDWATCH, EVENTS]
    assert {statement["Action"] for statement in found} == {"sns:Publish"}
    assert {statement["Resource"] for statement in found} == {topic}


def test_the_same_two_may_encrypt_and_the_account_manages_the_key(document: Document) -> None:
    found = statements(only(document, "aws_kms_key")["policy"])
    assert found["Owner"]["Principal"] == {"AWS": ACCOUNT}
    assert set(found) == {"Owner", "Cloudwatch", "Events"}
    for sid, principal in (("Cloudwatch", CLOUDWATCH), ("Events", EVENTS)):
        assert found[sid]["Principal"] == principal
        assert found[sid]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


@pytest.mark.parametrize("kind", ["aws_sns_topic_policy", "aws_kms_key"])
def test_cloudwatch_must_act_for_this_account_and_eventbridge_cannot_say(document: Document, kind: str) -> None:
    """A condition on EventBridge would never be true: it gives no account when it publishes to a topic."""
    found = statements(only(document, kind)["policy"])
    assert found["Cloudwatch"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert "Condition" not in found["Events"]


def test_an_account_that_nobody_named_is_asked_for(render: Render) -> None:
    document = render(environment())
    asked = f"${{data.aws_caller_identity.{next(iter(document['data']['aws_caller_identity']))}.account_id}}"
    found = statements(only(document, "aws_kms_key")["policy"])
    assert found["Owner"]["Principal"] == {"AWS": asked}
    assert found["Cloudwatch"]["Condition"] == {"StringEquals": {"aws:SourceAccount": asked}}


def test_its_name_tells_workload_and_environment(document: Document) -> None:
    assert only(document, "aws_sns_topic")["name"] == "kgc-sidecar-development-certificate"
