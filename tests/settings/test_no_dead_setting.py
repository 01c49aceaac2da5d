"""No setting is dead: each one, flipped, changes what is rendered at every path that it says it reaches.

The leaves come from the settings themselves, their other values from their types, and the paths from their marks: a
new setting is tested from the moment it is there, and nothing can be left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice

import pytest

from kgc_constructs.outputs import workload_outputs
from kgc_constructs.settings import Environment
from kgc_constructs.settings.leaves import Leaf, leaves
from kgc_constructs.testing import flatten, normalise, render
from tests.settings.bases import BASES
from tests.settings.flipping import flips

LEAVES = {leaf.field: leaf for leaf in leaves(Environment)}
STACKS = {"vault", "certificate"}
TRIES = 3  # values of one setting in one base: the first may be one that happens to render alike
Values = dict[tuple[str, str], list[str]]
"""Where and path, with the values that stand there; several when several documents have the path."""


@cache
def values_of_base(name: str, kubernetes: bool, terraform: bool) -> Values:
    return values_of(BASES[name], kubernetes, terraform)


def values_of(environment: Environment, kubernetes: bool, terraform: bool) -> Values:
    """What these engines render of `environment`, and its outputs, as text by where and path."""
    rendered = render(environment, kubernetes=kubernetes, terraform=terraform)
    documents = [(str(each["kind"]), each) for each in rendered.kubernetes]
    documents += list(rendered.terraform.items())
    documents.append(("outputs", json.loads(workload_outputs(environment).to_json())))
    values: Values = defaultdict(list)
    for where, document in documents:
        for path, value in flatten(normalise(document)).items():
            values[where, path].append(json.dumps(value))
    return {key: sorted(found) for key, found in values.items()}


def unchanged(leaf: Leaf, before: Values, after: Values) -> set[str]:
    """The paths of the leaf's mark below which nothing differs."""
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {mark for mark in leaf.paths if not any(_matches(mark, where, path) for where, path in changed)}


def _matches(mark: str, where: str, path: str) -> bool:
    places, _, pattern = mark.partition(":")
    return where in places.split("|") and fnmatchcase(path, pattern)


@pytest.mark.parametrize("field", LEAVES)
def test_a_flip_reaches_every_path_of_its_mark(field: str) -> None:
    leaf = LEAVES[field]
    places = {place for path in leaf.paths for place in path.partition(":")[0].split("|")}
    engines = bool(places - {*STACKS, "outputs"}), bool(places & STACKS)
    attempts: dict[str, set[str]] = {}
    for name, base in BASES.items():
        for number, flipped in enumerate(islice(flips(base, leaf), TRIES)):
            missing = unchanged(leaf, values_of_base(name, *engines), values_of(flipped, *engines))
            if not missing:
                return
            attempts[f"{name} ({number})"] = missing
    assert attempts, "no base environment has this setting, or no other value of it is valid"
    best = min(attempts, key=lambda attempt: len(attempts[attempt]))
    pytest.fail(f"{field} changes nothing below {sorted(attempts[best])}, in the best of {len(attempts)} tries: {best}")


def test_only_what_is_for_people_stays_out_of_every_document() -> None:
    outside = {leaf.field for leaf in LEAVES.values() if all(path.startswith("outputs:") for path in leaf.paths)}
    silences = {"silences", *(f"silences[].{part}" for part in ("object", "reason", "rule"))}
    assert outside == {"kubeconfig_path", *silences}
