"""One level of the private authority: its key, its certificate, and the certificate's installation."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.acmpca_certificate import AcmpcaCertificate, AcmpcaCertificateValidity
from cdktf_cdktf_provider_aws.acmpca_certificate_authority import (
    AcmpcaCertificateAuthority,
    AcmpcaCertificateAuthorityCertificateAuthorityConfiguration,
    AcmpcaCertificateAuthorityCertificateAuthorityConfigurationSubject,
    AcmpcaCertificateAuthorityRevocationConfiguration,
    AcmpcaCertificateAuthorityRevocationConfigurationCrlConfiguration,
    AcmpcaCertificateAuthorityRevocationConfigurationOcspConfiguration,
)
from cdktf_cdktf_provider_aws.acmpca_certificate_authority_certificate import AcmpcaCertificateAuthorityCertificate
from constructs import Construct

from kgc_constructs.settings import Environment, MutualTls
from kgc_constructs.terraform.certificate.protection import stateful
from kgc_constructs.terraform.certificate.section import mutual_tls_of

__all__ = ["AuthorityLevel"]

_KEY, _SIGNATURE = "EC_secp384r1", "SHA384WITHECDSA"
_CRL_DAYS = 7  # a list is published anew when half of its time has passed


class AuthorityLevel(Construct):
    """The root, when `issuer` is None, or the subordinate that `issuer` signs.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        settings: The environment.
        common_name: X.520 name of the authority.
        years: How long its certificate is valid.
        partition: `aws`, or what stands in its place in the ARNs of China and of government regions.
        issuer: The level above.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Environment,
        common_name: str,
        years: int,
        partition: str,
        issuer: AuthorityLevel | None,
    ) -> None:
        super().__init__(scope, construct_id)
        mtls = mutual_tls_of(settings)
        self.resource = AcmpcaCertificateAuthority(
            self,
            "Resource",
            type="SUBORDINATE" if issuer else "ROOT",
            certificate_authority_configuration=AcmpcaCertificateAuthorityCertificateAuthorityConfiguration(
                key_algorithm=_KEY,
                signing_algorithm=_SIGNATURE,
                subject=AcmpcaCertificateAuthorityCertificateAuthorityConfigurationSubject(
                    common_name=common_name, organization=mtls.organization
                ),
            ),
            revocation_configuration=_revocation(mtls),
            permanent_deletion_time_in_days=mtls.deletion_window_days,
            lifecycle=stateful(settings),
        )
        # Path length 0: the subordinate issues to clients, never to further authorities (RFC 5280, 4.2.1.9).
        template = "SubordinateCACertificate_PathLen0/V1" if issuer else "RootCACertificate/V1"
        self.certificate = AcmpcaCertificate(
            self,
            "Certificate",
            certificate_authority_arn=issuer.arn if issuer else self.resource.arn,
            certificate_signing_request=self.resource.certificate_signing_request,
            signing_algorithm=_SIGNATURE,
            template_arn=f"arn:{partition}:acm-pca:::template/{template}",
            validity=AcmpcaCertificateValidity(type="YEARS", value=str(years)),
            lifecycle=stateful(settings),
        )
        self.installation = AcmpcaCertificateAuthorityCertificate(
            self,
            "Installation",
            certificate_authority_arn=self.resource.arn,
            certificate=self.certificate.certificate,
            certificate_chain=self.certificate.certificate_chain if issuer else None,
        )

    @property
    def arn(self) -> str:
        """ARN of the authority, known only once its certificate is installed: before that it can sign nothing."""
        return self.installation.certificate_authority_arn


def _revocation(mtls: MutualTls) -> AcmpcaCertificateAuthorityRevocationConfiguration:
    if mtls.crl_bucket is None:
        return AcmpcaCertificateAuthorityRevocationConfiguration(
            ocsp_configuration=AcmpcaCertificateAuthorityRevocationConfigurationOcspConfiguration(enabled=True)
        )
    return AcmpcaCertificateAuthorityRevocationConfiguration(
        crl_configuration=AcmpcaCertificateAuthorityRevocationConfigurationCrlConfiguration(
            enabled=True,
            expiration_in_days=_CRL_DAYS,
            s3_bucket_name=mtls.crl_bucket,
            s3_object_acl="BUCKET_OWNER_FULL_CONTROL",  # the default asks for a public bucket
        )
    )
