"""The environments that every contender renders: the production environment, under as many names as are wanted."""

from __future__ import annotations

from pathlib import Path

from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Environment

__all__ = ["ROOT", "environments"]

ROOT = Path(__file__).resolve().parent.parent


def environments(count: int) -> list[Environment]:
    """`count` environments with both engines, told apart by their names."""
    production = load_environment("production", ROOT / "apps")
    return [production] + [production.evolve(name=f"production-{number}") for number in range(1, count)]
