"""The SNS topic that hears of the certificate, where none is given."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.certificate_names import CertificateNames
from kgc_constructs.terraform.certificate.protection import stateful
from kgc_constructs.terraform.certificate.provider import certificate_provider
from kgc_constructs.terraform.certificate.section import certificate_of
from kgc_constructs.terraform.certificate.topic_policies import key_policy, topic_policy

__all__ = ["NotificationTopic"]

_DELETION_DAYS = 30
_SHORT_DELETION_DAYS = 7


class NotificationTopic(Construct):
    """A topic in the certificate's region, encrypted with a key of its own.

    The key that AWS manages for SNS admits neither CloudWatch nor EventBridge: alarms would vanish without an error.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        provider = certificate_provider(self, settings=settings)
        account = certificate_of(settings).account_id or DataAwsCallerIdentity(self, "Account").account_id
        name = CertificateNames.of(settings).topic
        self.key = KmsKey(
            self,
            "Key",
            description=f"Encrypts the topic {name}",
            enable_key_rotation=True,
            deletion_window_in_days=_DELETION_DAYS if settings.protected else _SHORT_DELETION_DAYS,
            policy=key_policy(account=account),
            lifecycle=stateful(settings),
            provider=provider,
        )
        self.resource = SnsTopic(self, "Resource", name=name, kms_master_key_id=self.key.arn, provider=provider)
        self.arn = self.resource.arn
        self.policy = SnsTopicPolicy(
            self,
            "Policy",
            arn=self.arn,
            policy=topic_policy(self.arn, account=account),
            provider=provider,
        )
