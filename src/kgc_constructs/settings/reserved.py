"""Labels and annotations that belong to this library."""

from __future__ import annotations

__all__ = ["RESERVED_ANNOTATION_PREFIXES", "RESERVED_LABELS"]

RESERVED_LABELS = frozenset(
    {
        "app.kubernetes.io/component",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/managed-by",
        "app.kubernetes.io/name",
        "app.kubernetes.io/part-of",
        "app.kubernetes.io/version",
        "kgc.unrdf.dev/environment",
        "pod-security.kubernetes.io/audit",
        "pod-security.kubernetes.io/audit-version",
        "pod-security.kubernetes.io/enforce",
        "pod-security.kubernetes.io/enforce-version",
        "pod-security.kubernetes.io/warn",
        "pod-security.kubernetes.io/warn-version",
    }
)
"""Keys that selectors, policies and admission rely on."""

RESERVED_ANNOTATION_PREFIXES = (
    "alb.ingress.kubernetes.io/",
    "checksum/",
    "kgc.unrdf.dev/",
    "kubectl.kubernetes.io/",
    "nginx.ingress.kubernetes.io/",
    "vault.hashicorp.com/",
)
"""Beginnings of annotation keys that are rendered from other settings."""
