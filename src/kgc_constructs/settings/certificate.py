"""The public certificate of ACM, its alarms, and the private authority for mutual TLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.aws_names import AccountId, Bucket, Region, ZoneId
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import Arn, DnsName, WildcardDnsName
from kgc_constructs.settings.reaches import Reaches

__all__ = ["CertificateSettings", "MutualTls"]

CLOUDFRONT_REGION = "us-east-1"
"""The only region in which CloudFront looks for certificates."""

_COMMON_NAME_LENGTH = 64


class MutualTls(Settings):
    """A private root that signs one subordinate authority, which issues the client certificates."""

    organization: Annotated[
        str,
        Field(min_length=1, max_length=64),
        Reaches("certificate:resource.aws_acmpca_certificate_authority.*.subject.organization"),
    ]
    """Organization in the authorities' names (X.520 `O`)."""

    root_years: Annotated[
        int, Field(ge=2, le=30), Reaches("certificate:resource.aws_acmpca_certificate.*.validity.value")
    ] = 10
    """Years the root is valid."""

    subordinate_years: Annotated[
        int, Field(ge=1, le=10), Reaches("certificate:resource.aws_acmpca_certificate.*.validity.value")
    ] = 3
    """Years the subordinate authority is valid."""

    crl_bucket: Annotated[
        Bucket | None, Reaches("certificate:resource.aws_acmpca_certificate_authority.*.revocation_configuration.*")
    ] = None
    """Existing S3 bucket for revocation lists; none means OCSP, which needs no bucket."""

    deletion_window_days: Annotated[
        int,
        Field(ge=7, le=30),
        Reaches("certificate:resource.aws_acmpca_certificate_authority.*.permanent_deletion_time_in_days"),
    ] = 30
    """Days in which a deleted authority can be brought back."""

    def relations(self) -> Iterator[Problem]:
        """An issuer outlives what it signs (RFC 5280, path validation)."""
        if self.subordinate_years >= self.root_years:
            yield Problem(
                field="subordinate_years",
                value=self.subordinate_years,
                allowed=f"less than root_years ({self.root_years})",
                reason="a certificate cannot outlive the one that signed it",
                depends_on=("root_years",),
            )


class CertificateSettings(Settings):
    """One ACM certificate, validated through one Route 53 zone."""

    domain: Annotated[
        DnsName,
        Reaches("certificate:resource.aws_acm_certificate.*.domain_name", original="sidecar_domain"),
    ]
    """The name the certificate is for."""

    zone_id: Annotated[ZoneId, Reaches("certificate:resource.aws_route53_record.*.zone_id", original="route53_zone_id")]
    """Hosted zone of the domain; the validation and CAA records go there."""

    region: Annotated[Region, Reaches("certificate:provider.aws.*.region")]
    """Region of the load balancer that uses the certificate."""

    alternative_names: Annotated[
        tuple[WildcardDnsName, ...], Reaches("certificate:resource.aws_acm_certificate.*.subject_alternative_names.*")
    ] = ()
    """Further names, wildcards too."""

    account_id: Annotated[AccountId | None, Reaches("certificate:provider.aws.*.allowed_account_ids.*")] = None
    """The only account this may be deployed to; needed for mutual TLS."""

    key_algorithm: Annotated[
        Literal["RSA_2048", "EC_prime256v1", "EC_secp384r1"],
        Reaches("certificate:resource.aws_acm_certificate.*.key_algorithm"),
    ] = "EC_prime256v1"
    """Algorithm of the key."""

    cloudfront: Annotated[bool, Reaches("certificate:resource.aws_acm_certificate.*.provider")] = False
    """Make the certificate in us-east-1, where CloudFront looks for it."""

    caa: Annotated[bool, Reaches("certificate:resource.aws_route53_record.*")] = True
    """Write CAA records (RFC 8659), which let only Amazon issue for the domain."""

    alarm_days: Annotated[
        tuple[Annotated[int, Field(ge=1, le=90)], ...],
        Field(min_length=1),
        Reaches("certificate:resource.aws_cloudwatch_metric_alarm.*.threshold"),
    ] = (30, 14, 7)
    """Days before expiry at which an alarm goes off."""

    sns_topic_arn: Annotated[
        Arn | None,
        Reaches("certificate:resource.aws_cloudwatch_metric_alarm.*.alarm_actions.*", original="sns_topic_arn"),
    ] = None
    """Topic that hears of it; none makes one."""

    mtls: Annotated[
        MutualTls | None,
        Reaches("certificate:resource.aws_acmpca_certificate_authority.*", original="enable_mtls"),
    ] = None
    """Private authority for client certificates, or none."""

    def relations(self) -> Iterator[Problem]:
        """Names differ and fit; days differ; the topic is in reach; the authority is bound to an account."""
        names = (self.domain, *self.alternative_names)
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(
                field="alternative_names",
                value=name,
                allowed="each name once",
                reason="ACM refuses repeats",
                depends_on=("domain",),
            )
        if len(self.domain) > _COMMON_NAME_LENGTH:
            yield Problem(
                field="domain",
                value=self.domain,
                allowed=f"{_COMMON_NAME_LENGTH} characters at most; longer names go into alternative_names",
                reason="it becomes the certificate's common name (RFC 5280, `ub-common-name`)",
            )
        if self.sns_topic_arn and self.sns_topic_arn.split(":")[2:4] != ["sns", self.certificate_region]:
            yield Problem(
                field="sns_topic_arn",
                value=self.sns_topic_arn,
                allowed=f"a topic of SNS in {self.certificate_region}",
                reason="alarms and event rules reach only topics of the certificate's own region",
                depends_on=("region", "cloudfront"),
            )
        if len(set(self.alarm_days)) < len(self.alarm_days):
            yield Problem(
                field="alarm_days", value=self.alarm_days, allowed="each day once", reason="names would collide"
            )
        if self.mtls and not self.account_id:
            yield Problem(
                field="account_id",
                value=None,
                allowed="12 digits, with mtls",
                reason="ACM's permission to use the authority must name the account (confused deputy)",
                depends_on=("mtls",),
            )

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the domain first."""
        return (self.domain, *self.alternative_names)

    @property
    def names_to_validate(self) -> dict[str, str]:
        """The first name for each validation record: a wildcard shares the record of the name it stands below."""
        first: dict[str, str] = {}
        for name in self.names:
            first.setdefault(name.removeprefix("*."), name)
        return first

    @property
    def topmost_names(self) -> tuple[str, ...]:
        """Names without those that stand below another: a CAA record speaks for all below it (RFC 8659, 3)."""
        bases = tuple(self.names_to_validate)
        return tuple(name for name in bases if not any(name.endswith(f".{other}") for other in bases))

    @property
    def certificate_region(self) -> str:
        """Region of the certificate itself, and so of its metric, its events and whatever hears of them."""
        return CLOUDFRONT_REGION if self.cloudfront else self.region

    def covers(self, host: str) -> bool:
        """Whether the certificate is valid for `host`; a wildcard stands for exactly one label (RFC 6125)."""
        parent = host.partition(".")[2]
        return host in self.names or f"*.{parent}" in self.names
