"""CAA records: which authorities may issue certificates for the domain."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.route53_record import Route53Record
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.certificate.section import certificate_of

__all__ = ["AMAZON_AUTHORITIES", "CaaRecords"]

AMAZON_AUTHORITIES = ("amazon.com", "amazonaws.com", "amazontrust.com", "awstrust.com")
"""Domains by which ACM recognises itself (ACM user guide, "Configure a CAA record")."""

_TTL = 3600  # seconds


class CaaRecords(Construct):
    """Lets only Amazon issue for the certificate's names (RFC 8659)."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        certificate = certificate_of(settings)
        self.resources = {
            name: Route53Record(
                self,
                f"Record-{name}",
                zone_id=certificate.zone_id,
                name=name,
                type="CAA",
                records=_records(),
                ttl=_TTL,
            )
            for name in certificate.topmost_names
        }


def _records() -> list[str]:
    """`issuewild` must be said too: where it stands, `issue` no longer speaks for wildcards (RFC 8659, 4.3)."""
    return [f'0 {tag} "{authority}"' for tag in ("issue", "issuewild") for authority in AMAZON_AUTHORITIES]
