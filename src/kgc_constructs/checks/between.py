"""Holds several environments against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgc_constructs.checks.environments import shared, weaker
from kgc_constructs.checks.environments.facts import Facts
from kgc_constructs.checks.environments.measures import kubernetes_measures
from kgc_constructs.checks.environments.names import names_of
from kgc_constructs.checks.environments.stack_measures import stack_measures
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Severity
from kgc_constructs.checks.running import Verdict
from kgc_constructs.checks.silencing import BETWEEN, UNUSED, silenced
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment, Silence

__all__ = ["check_between", "facts_from", "facts_of", "judge_between"]


def facts_of(environment: Environment, rendered: Rendered) -> Facts:
    """What an environment is compared by."""
    return facts_from(
        rendered,
        environment=environment.slug,
        stage=environment.environment,
        app=environment.app_name,
        silences=environment.silences,
    )


def facts_from(
    rendered: Rendered, *, environment: str, stage: str, app: str = "", silences: Sequence[Silence] = ()
) -> Facts:
    """The same, where nothing but the name and kind of an environment is known."""
    return Facts(
        environment=environment,
        stage=stage,
        app=app,
        measures=(*kubernetes_measures(rendered), *stack_measures(rendered)),
        names=tuple(names_of(rendered)),
        silences=tuple(silences),
    )


def judge_between(environments: Sequence[Facts]) -> Verdict:
    """Everything that is wrong between environments; each finding belongs to the one whose settings change it."""
    found = [*shared.check(environments), *weaker.check(environments)]
    kept = [(facts, each) for facts, each in found if not silenced(each, facts.silences)]
    kept += _unused(environments, found)
    named = [replace(each, field=f"{facts.environment}: {each.field}") for facts, each in kept]
    return Verdict(
        errors=tuple(each for each in named if each.rule.severity is Severity.ERROR),
        warnings=tuple(each for each in named if each.rule.severity is Severity.WARNING),
        silenced=tuple(
            replace(each, field=f"{facts.environment}: {each.field}")
            for facts, each in found
            if silenced(each, facts.silences)
        ),
    )


def check_between(environments: Sequence[Facts]) -> tuple[Finding, ...]:
    """Hold environments against each other, and hand out the warnings.

    Raises:
        CheckError: with every error that was found.
    """
    verdict = judge_between(environments)
    if verdict.errors:
        raise CheckError(verdict.errors)
    return verdict.warnings


def _unused(environments: Sequence[Facts], found: Sequence[tuple[Facts, Finding]]) -> Iterator[tuple[Facts, Finding]]:
    """Silences that silence nothing, once those that are compared most are all there."""
    if not {"staging", "production"} <= {facts.stage for facts in environments}:
        return
    broken = {(facts.environment, each.rule.id, each.target) for facts, each in found}
    for facts in environments:
        for number, silence in enumerate(facts.silences):
            if silence.rule in BETWEEN and (facts.environment, silence.rule, silence.object) not in broken:
                said = f"{silence.rule} of {silence.object}"
                reason = f"{silence.object} keeps this rule"
                yield facts, UNUSED.in_settings(f"silences.{number}", said, "no silence", reason)
