"""Whatever stands in a document in place of what should, identity and secrets are judged without a crash."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.identity import MODULES as IDENTITY
from kgc_constructs.checks.secrets import MODULES as SECRETS
from kgc_constructs.settings import Environment
from tests.checks.good import ENVIRONMENT, good
from tests.checks.test_vault import operated

STRANGE = (
    None,
    0,
    -1.5,
    True,
    "",
    "x",
    "${x.y.z}",
    "{{",
    "*",
    [],
    {},
    [None],
    [[]],
    ["x", 1],
    {"a": None},
    {"": {"b": []}},
)
TRIES = 300


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a document, with each of its keys."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(members):
        yield value, key
        yield from places(inner)


def all_good() -> list[Rendered]:
    return [good(), operated("vault"), operated("external")]


@pytest.mark.parametrize("environment", [None, ENVIRONMENT], ids=["a folder", "an environment"])
def test_strange_values_do_no_harm(environment: Environment | None) -> None:
    chance, found, right = random.Random(6), 0, all_good()  # noqa: S311
    for number in range(TRIES):
        rendered = copy.deepcopy(right[number % 3])
        spots = [spot for document in (*rendered.kubernetes, *rendered.terraform.values()) for spot in places(document)]
        for container, key in chance.sample(spots, 6):
            container[key] = chance.choice(STRANGE)
        for module in (*IDENTITY, *SECRETS):
            for finding in module.check(rendered, environment):
                found += 1
                assert str(finding)
    assert found > TRIES / 3


@pytest.mark.parametrize("environment", [None, ENVIRONMENT], ids=["a folder", "an environment"])
def test_nothing_is_said_of_what_is_right_or_of_a_part_of_it(environment: Environment | None) -> None:
    for rendered in all_good():
        for part in (rendered, Rendered(rendered.kubernetes), Rendered(terraform=rendered.terraform)):
            findings = [finding for module in (*IDENTITY, *SECRETS) for finding in module.check(part, environment)]
            assert [str(finding) for finding in findings] == []
        if environment is None:
            for document in rendered.kubernetes:
                alone = Rendered((document,), rendered.terraform)
                findings = [finding for module in (*IDENTITY, *SECRETS) for finding in module.check(alone, None)]
                assert [str(finding) for finding in findings] == []
