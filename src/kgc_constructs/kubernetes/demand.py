"""How much an environment asks of its namespace: what quota and limits are computed from."""

from __future__ import annotations

from kgc_constructs.kubernetes.amounts import Amounts, Demand
from kgc_constructs.kubernetes.secret_delivery import pod_secrets
from kgc_constructs.settings import Environment, Resources

__all__ = ["ROTATION_RESOURCES", "containers_of", "demand_of", "most_pods"]

ROTATION_RESOURCES = Resources(
    cpu_request="50m",
    cpu_limit="500m",
    memory_request="128Mi",
    memory_limit="256Mi",
    ephemeral_storage_request="32Mi",
    ephemeral_storage_limit="64Mi",
    scratch_size="16Mi",
)
"""What the rotation's container asks for: a short Python program."""

_NOTHING = Amounts.of("0", "0Mi", "0Mi")


def most_sidecars(settings: Environment) -> int:
    """Most pods of the Deployment at any moment: old and new ones, the surge, and those that still drain.

    A pod that is going counts until its grace period is over (`QuotaV1Pod` in the quota evaluator of Kubernetes). In a
    rollout every old pod may still be draining when the last new one starts; a tighter quota would stall it.
    """
    return 2 * settings.most_replicas + settings.rollout.max_surge


def most_pods(settings: Environment) -> int:
    """Most pods of the namespace at any moment; the rotation runs one at a time."""
    return most_sidecars(settings) + (1 if settings.vault.rotation else 0)


def containers_of(settings: Environment) -> tuple[list[Demand], list[Demand]]:
    """The containers of a sidecar's pod, injected ones included, and those of a rotation's pod."""
    sidecar = [Demand.of(settings.resources)]
    agent = _injected(settings)
    if agent:
        sidecar.append(agent)
    return sidecar, [Demand.of(ROTATION_RESOURCES)] if settings.vault.rotation else []


def demand_of(settings: Environment) -> Demand:
    """The most that all pods of the namespace together ask for."""
    sidecar, rotation = containers_of(settings)
    total = Demand(requests=_NOTHING, limits=_NOTHING)
    for each in sidecar:
        total += each * most_sidecars(settings)
    for each in rotation:
        total += each
    return total


def _injected(settings: Environment) -> Demand | None:
    secrets = pod_secrets(settings)
    asked = (
        secrets.cpu_request, secrets.memory_request, secrets.ephemeral_storage_request,
        secrets.cpu_limit, secrets.memory_limit, secrets.ephemeral_storage_limit,
    )  # fmt: skip
    if not secrets.injects_container or None in asked:
        return None
    requests, limits = asked[:3], asked[3:]
    return Demand(requests=Amounts.of(*map(str, requests)), limits=Amounts.of(*map(str, limits)))
