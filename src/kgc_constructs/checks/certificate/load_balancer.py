"""The AWS load balancer uses the certificate that is meant, on a listener that speaks TLS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.exposures import ALB, alb_arns, exposures, is_alb, tls_hosts
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import AcmTls, Environment

__all__ = ["RULES", "check"]

_GUIDE = "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/"

ARN = Rule(
    id="certificate-arn-differs",
    title="The load balancer's certificate is the one that the settings name, or is found by host when they name none.",
    why="the load balancer would use another certificate than the settings say",
    source=f"{_GUIDE}#certificate-arn",
    settings=("tls.arn",),
)
LISTENER = Rule(
    id="certificate-listener-missing",
    title="A load balancer that has a certificate listens for HTTPS.",
    why="the certificate would not be used",
    source=f"{_GUIDE}#listen-ports",
    settings=("tls",),
)
RULES = (ARN, LISTENER)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Every exposure with a certificate of ACM, by the settings; without them, every Ingress of a load balancer."""
    for exposure in exposures(rendered):
        document, listeners = exposure.document, exposure.annotations.get(f"{ALB}listen-ports")
        path = f"metadata.annotations.{ALB}"
        if environment is not None:
            if not isinstance(environment.tls, AcmTls):
                continue
            arn = exposure.annotations.get(f"{ALB}certificate-arn")
            if arn != environment.tls.arn:
                yield ARN.in_object(document, f"{path}certificate-arn", arn, str(environment.tls.arn))
        elif not is_alb(exposure) or not (alb_arns(exposure) or tls_hosts(document)):
            continue
        default = environment is None and listeners is None and bool(alb_arns(exposure))
        if not default and not _secure(listeners):
            yield LISTENER.in_object(document, f"{path}listen-ports", listeners, "a listener for HTTPS")


def _secure(listeners: Any) -> bool:
    """Whether one of the listeners speaks TLS."""
    try:
        ports = json.loads(str(listeners))
    except (ValueError, RecursionError):
        return False
    return isinstance(ports, list) and any(isinstance(each, dict) and "HTTPS" in each for each in ports)
