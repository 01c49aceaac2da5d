"""Each rule sees its bad example and nothing in its good one."""

from __future__ import annotations

import pytest

from kgc_constructs.checks import BETWEEN_OF, CHECKS, RULES, environments, silencing
from kgc_constructs.checks.examples import Example, Side, compared, examples, rendered
from kgc_constructs.checks.registry import SUBJECTS
from tests.checks.judging import found


def found_in(rule: str, side: Side, example: Example) -> set[str]:
    """By the check that judges `rule`."""
    if rule in BETWEEN_OF:
        return {finding.rule.id for _, finding in BETWEEN_OF[rule](compared(side))}
    return found(rule, rendered(side), example.environment)


def test_no_module_and_no_rule_takes_the_place_of_another() -> None:
    modules = [module for subject in SUBJECTS for module in subject.MODULES]
    rules = [*silencing.RULES, *(rule for module in modules for rule in module.RULES)]
    assert len(CHECKS) + len(environments.MODULES) == len(modules)
    assert len(RULES) == len(rules)


def test_every_rule_has_an_example() -> None:
    assert set(examples()) == set(RULES)


@pytest.mark.parametrize("rule", examples())
def test_the_bad_example_is_bad_and_the_good_one_good(rule: str) -> None:
    example = examples()[rule]
    assert rule in found_in(rule, example.bad, example)
    assert rule not in found_in(rule, example.good, example)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_a_person_needs(rule: str) -> None:
    said = RULES[rule]
    assert said.id == rule == rule.lower()
    assert said.title
    assert said.why
    assert said.source
