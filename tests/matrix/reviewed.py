"""The environments as their reviewed goldens say, so that no engine has to run."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import yaml

from kgc_constructs.checks import Rendered
from kgc_constructs.matrix import Facts, facts_of
from tests.checks.original import original_objects, original_stack
from tests.golden.test_golden import GOLDEN

__all__ = ["FOUR", "facts_of_env", "original_facts", "reviewed"]

FOUR = ("development", "staging", "production", "e2e")
_STACKS = ("vault", "certificate")


@cache
def reviewed(name: str) -> Rendered:
    """The documents of one environment."""
    folder = GOLDEN / name
    stacks: dict[str, Any] = {each: json.loads((folder / f"{each}.json").read_text()) for each in _STACKS}
    return Rendered(tuple(yaml.safe_load_all((folder / "kubernetes.yaml").read_text())), stacks)


@cache
def facts_of_env(name: str) -> Facts:
    """Its matrices; `original` is the original system."""
    return original_facts() if name == "original" else facts_of(reviewed(name), f"kgc-sidecar in {name}")


def original_facts() -> Facts:
    """Those of the original system."""
    stacks = {name: original_stack(name) for name in _STACKS}
    return facts_of(Rendered(tuple(original_objects().values()), stacks), "the original")
