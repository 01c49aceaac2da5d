"""Who may publish to the topic, and who may use the key that encrypts it.

CloudWatch says for which account it acts, so its statements demand ours (confused deputy). EventBridge says nothing
when it publishes to a topic: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge" (EventBridge
user guide) and "aws:SourceAccount … is not supported for EventBridge-to-encrypted topics" (SNS developer guide, key
management). A condition there would lose every event without an error.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["key_policy", "topic_policy"]

_PUBLISHERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
_USE_KEY = ["kms:Decrypt", "kms:GenerateDataKey*"]


def topic_policy(topic_arn: str, *, account: str) -> str:
    """Lets CloudWatch and EventBridge publish."""
    return _policy(*(_allow(service, "sns:Publish", topic_arn, account) for service in _PUBLISHERS))


def key_policy(*, account: str) -> str:
    """Lets the account manage the key, and CloudWatch and EventBridge encrypt with it."""
    owner = {
        "Sid": "Owner",
        "Effect": "Allow",
        "Principal": {"AWS": account},
        "Action": "kms:*",
        "Resource": "*",  # in a key policy, this key and no other
    }
    return _policy(owner, *(_allow(service, _USE_KEY, "*", account) for service in _PUBLISHERS))


def _allow(service: str, action: str | list[str], resource: str, account: str) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Sid": service.partition(".")[0].capitalize(),
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": action,
        "Resource": resource,
    }
    if service == "cloudwatch.amazonaws.com":
        statement["Condition"] = {"StringEquals": {"aws:SourceAccount": account}}
    return statement


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
