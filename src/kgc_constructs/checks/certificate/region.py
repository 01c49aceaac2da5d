"""Certificates are in the region of what uses them, and so is what watches them."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.certificate_users import certificate_users
from kgc_constructs.checks.model.certificates import acm_certificates, region_of, used
from kgc_constructs.checks.model.exposures import ALB, alb_arns, exposures
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

PLACE = Rule(
    id="certificate-region-wrong",
    title="A certificate is in the region of the load balancer that uses it; for CloudFront, in us-east-1.",
    why="whatever uses it cannot find it",
    source="https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html",
    settings=("certificate.region", "certificate.cloudfront", "tls.arn"),
)
WATCHED = Rule(
    id="certificate-watched-elsewhere",
    title="Alarms and event rules of a certificate are in its own region.",
    why="its metric and its events are in no other region, so that nobody would hear of them",
    source="https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html",
    settings=("certificate.region", "certificate.cloudfront"),
)
RULES = (PLACE, WATCHED)

_REGION, _SERVICE = 3, 2  # parts of an ARN


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Certificates against the settings and their users; ARNs in annotations against the cluster's region."""
    regions = {}
    for certificate in acm_certificates(rendered):
        resource = certificate.resource
        region = regions[resource.stack, resource.name] = region_of(resource)
        wanted = environment.certificate.certificate_region if environment and environment.certificate else region
        if region != wanted:
            yield PLACE.in_stack(resource.stack, f"{resource.where}.provider", region, wanted)
    for user in certificate_users(rendered):
        behind = used(user.resource.content, user.arn)
        region = regions.get((user.resource.stack, behind[0]), "") if behind else _region(str(user.arn))
        if region and user.region and region != user.region:
            yield PLACE.in_stack(user.resource.stack, user.path, region, user.region)
    yield from _annotations(rendered, environment)
    for watcher in rendered.resources("aws_cloudwatch_metric_alarm", "aws_cloudwatch_event_rule"):
        about = watcher.arguments.get("dimensions"), watcher.arguments.get("event_pattern")
        behind = used(watcher.content, about)
        region = regions.get((watcher.stack, behind[0]), "") if behind else ""
        own = region_of(watcher)
        if region and own != region:
            yield WATCHED.in_stack(watcher.stack, f"{watcher.where}.provider", own, region)


def _annotations(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """ARNs of an Ingress: of certificates, and of the firewall, which is always in the cluster's region."""
    for exposure in exposures(rendered):
        firewall = _region(str(exposure.annotations.get(f"{ALB}wafv2-acl-arn") or ""))
        wanted = environment.certificate.region if environment and environment.certificate else firewall
        arns = alb_arns(exposure)
        for arn in arns:
            path = f"metadata.annotations.{ALB}certificate-arn"
            needed = wanted or _region(arns[0])
            service = arn.split(":")[_SERVICE : _REGION + 1]
            if arn.startswith("arn:") and service != ["acm", needed] and service[:1] != ["iam"]:
                yield PLACE.in_object(exposure.document, path, arn, f"a certificate of ACM in {needed or 'a region'}")


def _region(arn: str) -> str:
    parts = arn.split(":")
    return parts[_REGION] if arn.startswith("arn:") and len(parts) > _REGION else ""
