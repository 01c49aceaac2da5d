"""Each rule sees its bad example and nothing in its good one."""

from __future__ import annotations

import pytest

from kgc_constructs.checks import RULES
from kgc_constructs.checks.examples import examples, rendered
from tests.checks.judging import found


def test_every_rule_has_an_example() -> None:
    assert set(examples()) == set(RULES)


@pytest.mark.parametrize("rule", examples())
def test_the_bad_example_is_bad_and_the_good_one_good(rule: str) -> None:
    example = examples()[rule]
    assert rule in found(rule, rendered(example.bad), example.environment)
    assert rule not in found(rule, rendered(example.good), example.environment)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_a_person_needs(rule: str) -> None:
    said = RULES[rule]
    assert said.id == rule == rule.lower()
    assert said.title
    assert said.why
    assert said.source
