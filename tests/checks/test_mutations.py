"""Whatever is broken in what the environments render, the rule that is meant for it says so."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.checks import BETWEEN_OF, RULES, Rendered, Verdict, facts_of, judge, judge_between
from kgc_constructs.settings import Environment
from kgc_constructs.testing import render
from tests.checks.judging import found
from tests.checks.mutations.all import MUTATIONS
from tests.checks.mutations.mutation import FOUR, Mutation
from tests.conftest import APPS
from tests.settings.bases import BASES

AT_LEAST, EACH = 200, 5


@cache
def environment_of(name: str) -> Environment:
    return BASES[name] if name in BASES else load_environment(name, APPS)


@cache
def rendered_of(name: str) -> Rendered:
    return render(environment_of(name))


def found_in(rule: str, name: str, broken: Rendered) -> set[str]:
    """By the check that judges `rule`; one between environments sees the other three as they are."""
    if rule not in BETWEEN_OF:
        return found(rule, broken, environment_of(name))
    compared = [facts_of(environment_of(each), broken if each == name else rendered_of(each)) for each in FOUR]
    return {finding.rule.id for _, finding in BETWEEN_OF[rule](compared)}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_it_is_caught_by_the_rule_that_is_meant_for_it(mutation: Mutation) -> None:
    missed, applied = [], 0
    for name in mutation.environments:
        broken = mutation.applied(rendered_of(name))
        if broken is not None:
            applied += 1
            if mutation.rule not in found_in(mutation.rule, name, broken):
                missed.append(name)
    assert applied, "no environment has what is changed"
    assert missed == []


@pytest.mark.parametrize("name", FOUR)
def test_nothing_is_found_in_what_nobody_changed(name: str) -> None:
    assert judge(rendered_of(name), environment_of(name)) == Verdict(errors=(), warnings=())


def test_nothing_is_found_between_environments_that_nobody_changed() -> None:
    assert judge_between([facts_of(environment_of(name), rendered_of(name)) for name in FOUR]).findings == ()


def test_there_are_many_and_some_for_each_rule() -> None:
    counted = Counter(mutation.rule for mutation in MUTATIONS)
    assert set(counted) <= set(RULES)
    assert {rule: counted[rule] for rule in RULES if counted[rule] < EACH} == {}
    assert len({str(mutation) for mutation in MUTATIONS}) == len(MUTATIONS) >= AT_LEAST
