"""The environments that every contender renders: the production environment, under as many names as are wanted."""

from __future__ import annotations

from pathlib import Path

from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Environment

__all__ = ["ROOT", "environments", "numbered"]

ROOT = Path(__file__).resolve().parent.parent


def environments(count: int) -> list[Environment]:
    """`count` environments with both engines, each with the names that environments must not share."""
    production = load_environment("production", ROOT / "apps")
    return [production] + [numbered(production, number) for number in range(1, count)]


def numbered(production: Environment, number: int) -> Environment:
    """The production environment for another customer: its own name, namespace, host name and certificate."""
    if production.certificate is None or production.exposure is None:
        raise ValueError("the production environment has a certificate and a host name")
    host = f"kgc-{number}.example.com"
    return production.evolve(
        name=f"production-{number}",
        namespace=f"kgc-sidecar-{number}",
        exposure=production.exposure.evolve(host=host),
        certificate=production.certificate.evolve(domain=host),
    )
