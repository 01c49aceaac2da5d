"""The end of a certificate is heard of in time."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.certificates import acm_certificates
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.resource import Resource
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_METRICS = "https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html"

SILENCE = Rule(
    id="certificate-alarm-silent",
    title="An alarm on a certificate's expiry takes missing data for the worst.",
    why="an expired certificate has no metric any more, so that the alarm would turn green",
    source=_METRICS,
)
DAYS = Rule(
    id="certificate-alarm-days",
    title="Alarms go off early, and again when the first was overlooked: 30, 14 and 7 days before, or as settings say.",
    why="one mail that nobody read is the last one",
    source=_METRICS,
    settings=("certificate.alarm_days",),
)
EVENTS = Rule(
    id="certificate-events-unheard",
    title="Somebody hears when ACM says that a certificate is about to expire, has expired, or cannot be renewed.",
    why="the metric does not say what must be done",
    source="https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html",
    severity=Severity.WARNING,
)
RULES = (SILENCE, DAYS, EVENTS)

_DAYS = (30, 14, 7)
_BELOW = ("LessThanThreshold", "LessThanOrEqualToThreshold")
_EVENTS = ("Approaching Expiration", "Expired", "Renewal Action Required")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Stacks with a certificate of ACM; without settings only those that have an alarm already are asked for more."""
    alarms = [each for each in rendered.resources("aws_cloudwatch_metric_alarm") if _watches_expiry(each)]
    for alarm in alarms:
        value = alarm.value("treat_missing_data")
        if value != "breaching":
            yield SILENCE.in_stack(alarm.stack, f"{alarm.where}.treat_missing_data", value, "breaching")
    stacks = {each.resource.stack for each in acm_certificates(rendered)}
    for stack in sorted(stacks):
        own = [alarm for alarm in alarms if alarm.stack == stack]
        wanted = environment.certificate.alarm_days if environment and environment.certificate else _DAYS
        heard = {days for alarm in own if _goes_off(alarm) and (days := _days(alarm)) is not None}
        for day in wanted if own or environment else ():
            if day not in heard and (environment or len(heard) < len(_DAYS)):
                path, allowed = "resource.aws_cloudwatch_metric_alarm", f"an alarm at {day} days"
                yield DAYS.in_stack(stack, path, sorted(heard), allowed)
        yield from _events(rendered, stack)


def _watches_expiry(alarm: Resource) -> bool:
    return alarm.arguments.get("metric_name") == "DaysToExpiry" or "CertificateArn" in str(
        alarm.arguments.get("dimensions")
    )


def _goes_off(alarm: Resource) -> bool:
    """Whether it fires below its threshold, and somebody hears of it."""
    said = alarm.arguments
    switched_off = said.get("actions_enabled") is False
    return said.get("comparison_operator") in _BELOW and bool(said.get("alarm_actions")) and not switched_off


def _days(alarm: Resource) -> float | None:
    value = alarm.value("threshold")
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _events(rendered: Rendered, stack: str) -> Iterator[Finding]:
    """Events that no rule with a target waits for; texts are searched, since a pattern may hold Terraform's own."""
    targets = " ".join(str(each.arguments.get("rule")) for each in rendered.resources("aws_cloudwatch_event_target"))
    heard = [
        str(each.arguments.get("event_pattern"))
        for each in rendered.resources("aws_cloudwatch_event_rule")
        if each.stack == stack and _is_on(each) and f"aws_cloudwatch_event_rule.{each.name}." in targets
    ]
    for event in _EVENTS:
        if not any(f"ACM Certificate {event}" in pattern for pattern in heard):
            path = "resource.aws_cloudwatch_event_rule"
            yield EVENTS.in_stack(stack, path, None, f"a rule with a target for “ACM Certificate {event}”")


def _is_on(rule: Resource) -> bool:
    return rule.arguments.get("state") != "DISABLED" and rule.arguments.get("is_enabled") is not False
