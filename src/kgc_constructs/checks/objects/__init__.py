"""Kubernetes objects: names, labels, selectors, references, and what makes them safe to run."""

from kgc_constructs.checks.objects import (
    cors,
    exposing,
    fields,
    files,
    images,
    keys,
    metadata,
    names,
    references,
    rights,
    rolling,
    selectors,
    wiring,
)

__all__ = ["MODULES"]

MODULES = (cors, exposing, fields, files, images, keys, metadata, names, references, rights, rolling, selectors, wiring)
"""Those that judge it."""
