"""The certificate stack of one environment."""

from __future__ import annotations

from cdktf import TerraformStack
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.address import address_of
from kgc_constructs.terraform.backend import use_backend
from kgc_constructs.terraform.certificate.alarms import ExpiryAlarms
from kgc_constructs.terraform.certificate.authority import PrivateCertificateAuthority
from kgc_constructs.terraform.certificate.caa import CaaRecords
from kgc_constructs.terraform.certificate.event_rules import EventRules
from kgc_constructs.terraform.certificate.outputs import CertificateOutputs
from kgc_constructs.terraform.certificate.provider import use_aws
from kgc_constructs.terraform.certificate.section import certificate_of
from kgc_constructs.terraform.certificate.topic import NotificationTopic
from kgc_constructs.terraform.certificate.validated import ValidatedCertificate

__all__ = ["CertificateStack"]


class CertificateStack(TerraformStack):
    """Certificate, CAA records, alarms, event rules and, where wanted, topic and private authority."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        certificate = certificate_of(settings)
        super().__init__(scope, construct_id)
        use_backend(self, settings=settings, stack="certificate")
        use_aws(self, settings=settings)
        self.caa = CaaRecords(self, "Caa", settings=settings) if certificate.caa else None
        self.certificate = ValidatedCertificate(self, "Certificate", settings=settings)
        if self.caa:
            # Before ACM looks: a CAA record of a parent domain may name another authority.
            self.certificate.resource.depends_on = [address_of(record) for record in self.caa.resources.values()]
        self.topic = None if certificate.sns_topic_arn else NotificationTopic(self, "Topic", settings=settings)
        topic_arn = self.topic.arn if self.topic else str(certificate.sns_topic_arn)
        self.alarms = ExpiryAlarms(
            self, "Alarms", settings=settings, certificate_arn=self.certificate.arn, topic_arn=topic_arn
        )
        self.event_rules = EventRules(
            self, "Events", settings=settings, certificate_arn=self.certificate.arn, topic_arn=topic_arn
        )
        self.authority = PrivateCertificateAuthority(self, "Authority", settings=settings) if certificate.mtls else None
        self.outputs = CertificateOutputs(
            self,
            "Outputs",
            certificate_arn=self.certificate.arn,
            domain=certificate.domain,
            mtls_ca_arn=self.authority.arn if self.authority else None,
        )
