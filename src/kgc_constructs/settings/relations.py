"""What must hold between the sections of an environment. Each rule names its field, what is allowed and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kgc_constructs.errors import Problem
from kgc_constructs.settings.destinations import urls_in_use
from kgc_constructs.settings.reserved import RESERVED_ANNOTATION_PREFIXES, RESERVED_LABELS
from kgc_constructs.settings.silences import repeated

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = ["relations"]


def relations(environment: Environment) -> Iterator[Problem]:
    """Every broken rule."""
    for rule in (_image, _vault, _drain, _ledger, _peers, _exposure, _certificate, _state, _metadata):
        yield from rule(environment)
    yield from repeated(environment.silences)


def _image(environment: Environment) -> Iterator[Problem]:
    if environment.image.tag == "latest" and environment.environment not in ("dev", "e2e-test"):
        yield Problem(
            field="image.tag",
            value="latest",
            allowed=f"a version tag or a sha256 digest in {environment.environment}",
            reason="with a moving tag nobody can say what runs, nor go back to it",
            depends_on=("environment",),
        )


def _vault(environment: Environment) -> Iterator[Problem]:
    if environment.environment != "dev" and not environment.vault.address.startswith("https://"):
        yield Problem(
            field="vault.address",
            value=environment.vault.address,
            allowed="an https:// address outside dev",
            reason="tokens and secrets would travel in plain text",
            depends_on=("environment",),
        )


def _drain(environment: Environment) -> Iterator[Problem]:
    budget = environment.disruption_budget
    if budget and budget.min_available >= environment.fewest_replicas:
        source = "autoscaling.min_replicas" if environment.autoscaling else "replicas"
        yield Problem(
            field="disruption_budget.min_available",
            value=budget.min_available,
            allowed=f"0 to {environment.fewest_replicas - 1}, less than {source} ({environment.fewest_replicas})",
            reason="a budget that leaves no pod to evict blocks every node drain",
            depends_on=("replicas", "autoscaling.min_replicas"),
        )


def _ledger(environment: Environment) -> Iterator[Problem]:
    ledger = environment.lockchain
    if ledger and ledger.access_mode == "ReadWriteOnce" and environment.most_replicas > 1:
        yield Problem(
            field="lockchain.access_mode",
            value=ledger.access_mode,
            allowed=f"ReadWriteMany, with up to {environment.most_replicas} pods",
            reason="a ReadWriteOnce volume attaches to one node, so pods on other nodes never start",
            depends_on=("replicas", "autoscaling.max_replicas"),
        )


def _peers(environment: Environment) -> Iterator[Problem]:
    policy = environment.network_policy
    hosts = {urlsplit(url).hostname for _, url in urls_in_use(environment)}
    for number, peer in enumerate(policy.peers if policy else ()):
        if peer.host not in hosts:
            yield Problem(
                field=f"network_policy.peers.{number}.host",
                value=peer.host,
                allowed="one of " + ", ".join(sorted(host for host in hosts if host)),
                reason="no setting calls this host, so the peer would do nothing",
                depends_on=(
                    "vault.address",
                    "vault.rotation",
                    "observability.tracing",
                    "database.url",
                    "redis",
                    "secret_delivery",
                ),
            )


def _exposure(environment: Environment) -> Iterator[Problem]:
    exposure, tls = environment.exposure, environment.tls
    if exposure is None:
        if tls is not None:
            yield Problem(
                field="tls",
                value=tls.kind,
                allowed="nothing, without exposure",
                reason="nothing would use it",
                depends_on=("exposure",),
            )
        return
    fitting = {"nginx": ("cert-manager", "secret"), "alb": ("acm",), "gateway": ("cert-manager",)}[exposure.kind]
    if tls is None:
        # The listener of a Gateway holds its own certificate, so a route may leave TLS to the platform.
        if environment.environment != "dev" and exposure.kind != "gateway":
            yield Problem(
                field="tls",
                value=None,
                allowed=f"{' or '.join(fitting)}, outside dev",
                reason="requests would travel in plain text",
                depends_on=("environment", "exposure"),
            )
    elif tls.kind not in fitting:
        yield Problem(
            field="tls",
            value=tls.kind,
            allowed=f"{' or '.join(fitting)}, with exposure {exposure.kind}",
            reason="this controller cannot read a certificate from there",
            depends_on=("exposure",),
        )


def _certificate(environment: Environment) -> Iterator[Problem]:
    tls, certificate, host = environment.tls, environment.certificate, environment.host
    if certificate and not certificate.cloudfront and (tls is None or tls.kind != "acm"):
        yield Problem(
            field="certificate",
            value=certificate.domain,
            allowed="nothing, unless tls is acm or certificate.cloudfront is true",
            reason="AWS renews only certificates that something uses",
            depends_on=("tls", "certificate.cloudfront"),
        )
    if tls is None or tls.kind != "acm" or host is None:
        return
    if tls.arn and certificate and certificate.cloudfront:
        return  # the load balancer has a certificate of its own; the one made here is for CloudFront in front of it
    if certificate is None:
        if tls.arn is None:
            yield Problem(
                field="tls.arn",
                value=None,
                allowed="an ARN, or a certificate in this environment",
                reason="there is no certificate to find by host name",
                depends_on=("certificate",),
            )
    elif not certificate.covers(host):
        yield Problem(
            field="exposure.host",
            value=host,
            allowed="a name of the certificate: " + ", ".join(certificate.names),
            reason="browsers would refuse the certificate (RFC 6125)",
            depends_on=("certificate", "tls"),
        )
    elif certificate.cloudfront:
        yield Problem(
            field="certificate.cloudfront",
            value=True,
            allowed="false, with tls acm, unless tls.arn names another certificate",
            reason="a load balancer finds only certificates of its own region",
            depends_on=("tls", "tls.arn"),
        )


def _state(environment: Environment) -> Iterator[Problem]:
    if environment.protected and environment.state.kind == "local":
        yield Problem(
            field="state",
            value="local",
            allowed=f"s3 in {environment.environment}",
            reason="a state on one machine is neither shared, nor locked, nor backed up",
            depends_on=("environment",),
        )


def _metadata(environment: Environment) -> Iterator[Problem]:
    for key in environment.labels:
        if key in RESERVED_LABELS:
            yield Problem(
                field="labels", value=key, allowed="any other key", reason="selectors and policies rely on this label"
            )
    for key in environment.annotations:
        if key.startswith(RESERVED_ANNOTATION_PREFIXES):
            yield Problem(
                field="annotations",
                value=key,
                allowed="any other key",
                reason="this library writes it from other settings",
            )
