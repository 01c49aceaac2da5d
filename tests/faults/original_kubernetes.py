"""What the original rendered for Kubernetes: the faults are shown on it."""

from __future__ import annotations

from typing import Any

from tests.checks.original import original_objects

Document = dict[str, Any]

ORIGINAL = original_objects()
"""The original's objects, as the tests of Kubernetes name them."""
DEPLOYMENT: Document = ORIGINAL["Deployment/kgc-sidecar"]
AUTOSCALER: Document = ORIGINAL["HorizontalPodAutoscaler/kgc-sidecar-hpa"]
BUDGET: Document = ORIGINAL["PodDisruptionBudget/kgc-sidecar-pdb"]
