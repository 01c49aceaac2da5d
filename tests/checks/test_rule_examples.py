"""Each rule sees its bad example and nothing in its good one."""

from __future__ import annotations

import sys

import pytest

from kgc_constructs.checks import CHECKS, RULES, Finding
from kgc_constructs.checks.examples import Example, examples, rendered


def found(rule: str, documents: list[dict[str, object]], example: Example) -> set[str]:
    """Rules that its own module, which the page of a rule is about, sees broken."""
    own = [check for check in CHECKS.values() if RULES[rule] in getattr(sys.modules[check.__module__], "RULES", ())]
    return {
        problem.rule.id
        for check in own
        for problem in check(rendered(documents), example.environment)
        if isinstance(problem, Finding)
    }


def test_every_rule_has_an_example() -> None:
    assert set(examples()) == set(RULES)


@pytest.mark.parametrize("rule", examples())
def test_the_bad_example_is_bad_and_the_good_one_good(rule: str) -> None:
    example = examples()[rule]
    assert rule in found(rule, example.bad, example)
    assert rule not in found(rule, example.good, example)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_a_person_needs(rule: str) -> None:
    said = RULES[rule]
    assert said.id == rule == rule.lower()
    assert said.title
    assert said.why
    assert said.source
