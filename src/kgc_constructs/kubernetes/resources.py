"""Requests and limits of a container, as the API writes them."""

from __future__ import annotations

from kgc_constructs.kubernetes.plus import k8s, quantity
from kgc_constructs.settings import Resources

__all__ = ["resource_requirements"]


def resource_requirements(settings: Resources) -> k8s.ResourceRequirements:
    """CPU, memory and scratch space; a container without a limit of any of them could starve its node."""
    return k8s.ResourceRequirements(
        requests={
            "cpu": quantity(settings.cpu_request),
            "memory": quantity(settings.memory_request),
            "ephemeral-storage": quantity(settings.ephemeral_storage_request),
        },
        limits={
            "cpu": quantity(settings.cpu_limit),
            "memory": quantity(settings.memory_limit),
            "ephemeral-storage": quantity(settings.ephemeral_storage_limit),
        },
    )
