"""What an Ingress does to requests on their way."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

REWRITE = Rule(
    id="ingress-rewrites-every-path",
    title="A rewritten path still says what was asked for",
    why="every URL would reach the program as the same one",
    source="https://kubernetes.github.io/ingress-nginx/examples/rewrite/",
    settings=("exposure",),
)
PLAIN = Rule(
    id="ingress-without-tls",
    title="What is exposed answers by TLS",
    why="whoever is on the way reads and changes requests, API keys among them",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
    settings=("tls",),
    severity=Severity.WARNING,
)
RULES = (PLAIN, REWRITE)

_TARGETS = tuple(f"{prefix}/rewrite-target" for prefix in ("nginx.ingress.kubernetes.io", "nginx.org"))
_ALB = "alb.ingress.kubernetes.io/"


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each Ingress; ours may do without TLS where the settings say so."""
    for ingress in rendered.of_kind("Ingress"):
        notes = mapping(at(ingress, "metadata.annotations"))
        for key in _TARGETS:
            target = notes.get(key)
            if isinstance(target, str) and "$" not in target and not _only(ingress, target):
                allowed = "a part of what was asked for, such as /$2, or nothing"
                yield REWRITE.in_object(ingress, f"metadata.annotations.{key}", target, allowed)
        if (environment is None or environment.tls) and not _encrypted(ingress, notes):
            yield PLAIN.in_object(ingress, "spec.tls", at(ingress, "spec.tls"), "hosts and a certificate")


def _only(ingress: Document, target: str) -> bool:
    """Whether the one path that is routed at all is rewritten to itself or another single one."""
    paths = [path for rule in mappings(at(ingress, "spec.rules")) for path in mappings(at(rule, "http.paths"))]
    return bool(paths) and all(path.get("pathType") == "Exact" or path.get("path") == target != "/" for path in paths)


def _encrypted(ingress: Document, notes: Document) -> bool:
    listens = "HTTPS" in str(notes.get(f"{_ALB}listen-ports")) or bool(notes.get(f"{_ALB}certificate-arn"))
    if str(at(ingress, "spec.ingressClassName") or notes.get("kubernetes.io/ingress.class")) == "alb":
        return listens
    return bool(mappings(at(ingress, "spec.tls")))
