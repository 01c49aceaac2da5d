"""Kubernetes objects: names, labels, selectors, references."""

from kgc_constructs.checks.objects import metadata, names, references, selectors, wiring

__all__ = ["MODULES"]

MODULES = (
    metadata,
    names,
    references,
    selectors,
    wiring,
)
"""Those that judge it."""
