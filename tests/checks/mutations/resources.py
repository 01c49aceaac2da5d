"""Ways of changing a resource of the certificate's stack, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.checks.mutations.mutation import ABSENT, FOUR, Mutation

__all__ = [
    "ACM", "ALARM", "AUTHORITY", "CLOUDFRONT", "EVERYTHING", "GIVEN", "MTLS", "NGINX", "PERMISSION", "RECORD", "RULE",
    "TARGET", "VALIDATION", "gone", "inner", "mutation", "put", "resource",
]  # fmt: skip

Document = dict[str, Any]
EVERYTHING = ("everything, load balancer, Vault Agent, S3",)
NGINX = ("nginx, cert-manager, operator, JWT by discovery, fixed replicas",)
GIVEN = ("load balancer with a given certificate",)
CLOUDFRONT = ("plain load balancer, certificate for CloudFront",)
MTLS = ("e2e", *EVERYTHING)
ACM, RECORD, VALIDATION = "aws_acm_certificate", "aws_route53_record", "aws_acm_certificate_validation"
ALARM, RULE, TARGET = (f"aws_cloudwatch_{kind}" for kind in ("metric_alarm", "event_rule", "event_target"))
AUTHORITY, PERMISSION = "aws_acmpca_certificate_authority", "aws_acmpca_permission"


def mutation(  # noqa: PLR0917  # a table of many rows
    rule: str, how: str, where: str, path: str, value: Any, environments: tuple[str, ...] = FOUR
) -> Mutation:
    return Mutation(rule=f"certificate-{rule}", how=how, where=where, path=path, value=value, environments=environments)


def resource(  # noqa: PLR0917  # a table of many rows
    rule: str,
    how: str,
    kind: str,
    change: Callable[[Document], Any],
    environments: tuple[str, ...] = FOUR,
    of: str = "",
) -> Mutation:
    """A change of the first resource of a kind whose name holds `of`."""

    def changed(resources: Document) -> Document:
        name = next(each for each in resources if of in each)
        after = change(resources[name])
        return {key: value for key, value in {**resources, name: after}.items() if value is not None}

    return mutation(rule, how, "certificate", f"resource|{kind}", changed, environments)


def put(**arguments: Any) -> Callable[[Document], Document]:
    """Arguments in place of others; `ABSENT` takes one away."""
    return lambda body: {key: value for key, value in {**body, **arguments}.items() if value is not ABSENT}


def gone(_: Document) -> None:
    """Takes a resource away."""


def inner(key: str, change: Callable[[Any], Any]) -> Callable[[Document], Document]:
    return lambda body: {**body, key: change(body[key])}
