"""The private authority for mutual TLS: a root that signs one subordinate, which issues the client certificates."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.acmpca_permission import AcmpcaPermission
from cdktf_cdktf_provider_aws.data_aws_partition import DataAwsPartition
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.certificate_names import CertificateNames
from kgc_constructs.terraform.certificate.authority_level import AuthorityLevel
from kgc_constructs.terraform.certificate.section import certificate_of, mutual_tls_of

__all__ = ["PrivateCertificateAuthority"]


class PrivateCertificateAuthority(Construct):
    """Keeps the root out of daily use: a subordinate that leaks is revoked, a root that leaks ends everything."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        mtls, names = mutual_tls_of(settings), CertificateNames.of(settings)
        partition = DataAwsPartition(self, "Partition").partition
        self.root = AuthorityLevel(
            self,
            "Root",
            settings=settings,
            common_name=names.root_authority,
            years=mtls.root_years,
            partition=partition,
            issuer=None,
        )
        self.subordinate = AuthorityLevel(
            self,
            "Subordinate",
            settings=settings,
            common_name=names.subordinate_authority,
            years=mtls.subordinate_years,
            partition=partition,
            issuer=self.root,
        )
        self.permission = AcmpcaPermission(
            self,
            "Permission",
            certificate_authority_arn=self.arn,
            principal="acm.amazonaws.com",
            actions=["IssueCertificate", "GetCertificate", "ListPermissions"],
            source_account=certificate_of(settings).account_id,  # else ACM would serve any account (confused deputy)
        )

    @property
    def arn(self) -> str:
        """ARN of the subordinate authority, known only once it can issue."""
        return self.subordinate.arn
