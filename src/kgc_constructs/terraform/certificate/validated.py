"""The ACM certificate, proven to be ours by DNS records."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate, AcmCertificateOptions
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.address import address_of
from kgc_constructs.terraform.certificate.protection import stateful
from kgc_constructs.terraform.certificate.provider import certificate_provider
from kgc_constructs.terraform.certificate.section import certificate_of

__all__ = ["ValidatedCertificate"]

_TTL = 300  # seconds; the records never change while the certificate lives


class ValidatedCertificate(Construct):
    """Requests a certificate, writes its validation records, and waits until AWS has issued it."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        certificate = certificate_of(settings)
        provider = certificate_provider(self, settings=settings)
        self.resource = AcmCertificate(
            self,
            "Resource",
            domain_name=certificate.domain,
            subject_alternative_names=list(certificate.alternative_names) or None,
            validation_method="DNS",
            key_algorithm=certificate.key_algorithm,
            options=AcmCertificateOptions(certificate_transparency_logging_preference="ENABLED"),
            # A listener holds the old certificate until it has the new one.
            lifecycle=stateful(settings, create_before_destroy=True),
            provider=provider,
        )
        self.validation_records = {
            base: self._record(base, name, certificate.zone_id) for base, name in certificate.names_to_validate.items()
        }
        self.validation = AcmCertificateValidation(
            self,
            "Validation",
            certificate_arn=self.resource.arn,
            validation_record_fqdns=[record.fqdn for record in self.validation_records.values()],
            provider=provider,
        )
        # Known only once AWS has issued it: a listener refuses a certificate that is pending.
        self.arn = self.validation.certificate_arn

    def _record(self, base: str, name: str, zone_id: str) -> Route53Record:
        """The record that proves `base`; names are known before anything is applied, so its key is never a guess."""
        option = f'{self._options}["{name}"]'
        return Route53Record(
            self,
            f"Record-{base}",
            zone_id=zone_id,
            name=f"${{{option}.resource_record_name}}",
            type=f"${{{option}.resource_record_type}}",
            records=[f"${{{option}.resource_record_value}}"],
            ttl=_TTL,
        )

    @property
    def _options(self) -> str:
        """Terraform's expression for what AWS asks for, by name."""
        options = f"{address_of(self.resource)}.domain_validation_options"
        return f"{{ for option in {options} : option.domain_name => option }}"
