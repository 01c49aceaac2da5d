"""EventBridge rules: what ACM itself reports about the certificate."""

from __future__ import annotations

import json

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.certificate_names import CertificateNames
from kgc_constructs.terraform.certificate.provider import certificate_provider
from kgc_constructs.terraform.certificate.section import certificate_of

__all__ = ["EVENTS", "EventRules"]

EVENTS = (
    "ACM Certificate Approaching Expiration",
    "ACM Certificate Expired",
    "ACM Certificate Renewal Action Required",
    "ACM Certificate Revoked",
)
"""Detail types that a person must hear of (ACM user guide, "Amazon EventBridge support for ACM")."""


class EventRules(Construct):
    """One rule for each event, each sending to the topic.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        settings: The environment.
        certificate_arn: The certificate whose events count.
        topic_arn: SNS topic in the certificate's region, whose policy admits EventBridge.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Environment,
        certificate_arn: str,
        topic_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        provider = certificate_provider(self, settings=settings)
        domain, names = certificate_of(settings).domain, CertificateNames.of(settings)
        self.resources: dict[str, CloudwatchEventRule] = {}
        for event in EVENTS:
            slug = event.removeprefix("ACM Certificate ").lower().replace(" ", "-")
            rule = CloudwatchEventRule(
                self,
                slug,
                name=names.rule(slug),
                description=f"{event}: {domain}",
                event_pattern=json.dumps(
                    {"source": ["aws.acm"], "detail-type": [event], "resources": [certificate_arn]}
                ),
                provider=provider,
            )
            CloudwatchEventTarget(
                self, f"{slug}-target", rule=rule.name, target_id="topic", arn=topic_arn, provider=provider
            )
            self.resources[event] = rule
