"""The ACM certificate of an environment, what watches over it, and the private authority for mutual TLS."""

from kgc_constructs.terraform.certificate.alarms import ExpiryAlarms
from kgc_constructs.terraform.certificate.authority import PrivateCertificateAuthority
from kgc_constructs.terraform.certificate.caa import CaaRecords
from kgc_constructs.terraform.certificate.event_rules import EventRules
from kgc_constructs.terraform.certificate.stack import CertificateStack
from kgc_constructs.terraform.certificate.topic import NotificationTopic
from kgc_constructs.terraform.certificate.validated import ValidatedCertificate

__all__ = [
    "CaaRecords",
    "CertificateStack",
    "EventRules",
    "ExpiryAlarms",
    "NotificationTopic",
    "PrivateCertificateAuthority",
    "ValidatedCertificate",
]
