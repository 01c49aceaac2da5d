"""A record that exists is not overwritten; a person is told how Terraform takes it over."""

import json
from pathlib import Path

import pytest

from kgc_constructs.operations.deployment.adoption import ways_to_adopt

_WORDS = """
Error: creating Route53 Record: operation error Route 53: ChangeResourceRecordSets, https response error \
StatusCode: 400, InvalidChangeBatch: [Tried to create resource record set [name='_abc.example.com.', type='CNAME'] \
but it already exists]

  with aws_route53_record.Record-examplecom_1A,
  on cdk.tf.json line 294, in resource.aws_route53_record.Record-examplecom_1A:

Error: creating Route53 Record: InvalidChangeBatch: Tried to create resource record set [name='example.com', \
type='CAA'] but it already exists

  with aws_route53_record.Caa_2B,
  on cdk.tf.json line 310, in resource.aws_route53_record.Caa_2B:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stack with two records."""
    stack = tmp_path / "a stack"
    stack.mkdir()
    records = {"Record-examplecom_1A": {"zone_id": "Z0ONE"}, "Caa_2B": {"zone_id": "Z0TWO"}}
    (stack / "cdk.tf.json").write_text(json.dumps({"resource": {"aws_route53_record": records}}), encoding="utf-8")
    return stack


def test_each_record_has_its_command(folder: Path) -> None:
    begin = f"terraform '-chdir={folder}' import aws_route53_record."
    assert ways_to_adopt(folder, _WORDS) == [
        f"{begin}Record-examplecom_1A Z0ONE__abc.example.com_CNAME",
        f"{begin}Caa_2B Z0TWO_example.com_CAA",
    ]


def test_other_troubles_have_none(folder: Path) -> None:
    assert ways_to_adopt(folder, _WORDS.replace("already exists", "is not allowed")) == []
