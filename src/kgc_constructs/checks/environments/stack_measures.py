"""How strong an environment is: what its Terraform stacks say."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.environments.facts import Measure
from kgc_constructs.checks.model.modules import blocks
from kgc_constructs.checks.model.numbers import whole
from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.model.resource import Resource

__all__ = ["stack_measures"]

_KEPT: dict[tuple[str, str], float] = {
    ("aws_acmpca_certificate_authority", "permanent_deletion_time_in_days"): 30,
    ("aws_cloudwatch_log_group", "retention_in_days"): math.inf,
    ("aws_db_instance", "backup_retention_period"): 0,
    ("aws_kms_key", "deletion_window_in_days"): 30,
    ("aws_rds_cluster", "backup_retention_period"): 1,
    ("vault_kv_secret_backend_v2", "max_versions"): 10,
}
"""How long something is kept, and the provider's own choice; 0 in a log group means for ever."""
_RENEWED = {
    "vault_transit_secret_backend_key": "auto_rotate_period",
    "vault_database_secret_backend_role": "max_ttl",
    "vault_database_secret_backend_static_role": "rotation_period",
}
"""Seconds after which something is renewed."""


def stack_measures(rendered: Rendered) -> Iterator[Measure]:
    """Retention, alarms, rotation, protection, audit; the weakest of each type counts."""
    weakest: dict[str, Measure] = {}
    for each in rendered.resources():
        for measure in _of_resource(each):
            if measure.key not in weakest or measure.value < weakest[measure.key].value:
                weakest[measure.key] = measure
    yield from weakest.values()
    for stack, content in rendered.terraform.items():
        yield from _of_state(stack, content)


def _of_resource(each: Resource) -> Iterator[Measure]:
    for (kind, argument), default in _KEPT.items():
        if each.type == kind:
            given = each.value(argument)
            number = whole(given)
            kept = default if number is None or (number == 0 and default == math.inf) else number
            yield _measure(each, "retention", argument, kept, given)
    if each.type in _RENEWED:
        given = each.value(_RENEWED[each.type])
        seconds = whole(given)
        yield _measure(each, "rotation", _RENEWED[each.type], -seconds if seconds else -math.inf, given)
    if each.type == "aws_kms_key":
        rotates = each.value("enable_key_rotation")
        yield _measure(each, "rotation", "enable_key_rotation", rotates is True, rotates)
    if each.type == "vault_audit":
        yield _measure(each, "hardening", "options", 1, mapping(each.arguments.get("options")), detail=each.name)
    if each.type == "aws_cloudwatch_metric_alarm":
        yield from _alarm(each)
    if each.type == "aws_cloudwatch_event_rule":
        watches = each.arguments.get("state", "ENABLED") == "ENABLED"
        yield _measure(
            each, "alarms", "event_pattern", watches, watches, detail=_events(each.arguments.get("event_pattern"))
        )
    protected = at(each.arguments, "lifecycle.prevent_destroy") is True
    yield _measure(each, "protection", "lifecycle.prevent_destroy", protected, protected, needed=False)


def _alarm(each: Resource) -> Iterator[Measure]:
    name = " ".join(str(each.value(part)) for part in ("metric_name", "comparison_operator", "threshold"))
    heard = bool(each.arguments.get("alarm_actions")) and each.arguments.get("actions_enabled") is not False
    yield _measure(each, "alarms", "alarm_actions", heard, heard, detail=f"{name} heard")
    missing = each.value("treat_missing_data")
    yield _measure(each, "alarms", "treat_missing_data", missing == "breaching", missing, detail=f"{name} without data")


def _events(pattern: Any) -> str:
    """What a rule listens to, without the resources that each environment has of its own."""
    try:
        said = mapping(json.loads(pattern)) if isinstance(pattern, str) else {}
    except (ValueError, RecursionError):
        said = {}
    return json.dumps({key: value for key, value in said.items() if key != "resources"}, sort_keys=True)


def _of_state(stack: str, content: Document) -> Iterator[Measure]:
    for kind, body in blocks(mapping(content.get("terraform")), "backend"):
        target, path = f"terraform/{stack}", f"terraform.backend.{kind}"
        strength = {
            "": 0 if kind == "local" else 1,
            ".encrypt": body.get("encrypt") is True,
            ".use_lockfile": body.get("use_lockfile") is True or bool(body.get("dynamodb_table")),
        }
        for part, value in strength.items():
            yield Measure(
                rule="weaker-protection", key=f"state of {stack}{part}", target=target, path=f"{path}{part}",
                value=float(value), shown=body.get(part[1:]) if part else kind,
            )  # fmt: skip


def _measure(
    each: Resource,
    rule: str,
    argument: str,
    value: float,
    shown: object,
    *,
    detail: str = "",
    needed: bool | None = None,
) -> Measure:
    return Measure(
        rule=f"weaker-{rule}",
        key=f"{each.stack} {each.type} {detail or argument}",
        target=f"terraform/{each.stack}",
        path=f"{each.where}.{argument}",
        value=float(value),
        shown=shown,
        needed=bool(detail) if needed is None else needed,
    )
