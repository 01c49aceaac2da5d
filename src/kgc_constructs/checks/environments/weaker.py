"""Production is never weaker than staging, and nothing is hardened less than what matters less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kgc_constructs.checks.environments.facts import ORDER, Facts, Measure
from kgc_constructs.checks.rule import Finding, Rule, Severity

__all__ = ["RULES", "check"]

_SOURCE = "https://12factor.net/dev-prod-parity"
_WHY = "what was proven in staging would not hold in production"

AVAILABILITY = Rule(
    id="weaker-availability",
    title="Production runs and keeps at least as many pods as staging.",
    why=_WHY,
    source=_SOURCE,
    settings=("replicas", "autoscaling.min_replicas", "disruption_budget.min_available"),
)
RESOURCES = Rule(
    id="weaker-resources",
    title="A container has at least as much in production as in staging.",
    why="what had room in staging is throttled or killed in production",
    source=_SOURCE,
    settings=("resources",),
    severity=Severity.WARNING,
)
HARDENING = Rule(
    id="weaker-hardening",
    title="An environment is hardened at least as much as those that matter less.",
    why="what attackers want most would be protected least",
    source="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    settings=("network_policy", "tls", "vault.audit", "vault.address"),
)
RETENTION = Rule(
    id="weaker-retention",
    title="Production keeps logs, backups, versions and deleted keys at least as long as staging.",
    why="what is needed after a mistake in production would be gone",
    source=_SOURCE,
    settings=("vault.max_versions", "certificate.mtls.deletion_window_days", "rollout.history_limit"),
)
ALARMS = Rule(
    id="weaker-alarms",
    title="Whatever raises an alarm in staging raises one in production.",
    why="nobody would hear of it where it matters",
    source=_SOURCE,
    settings=("certificate.alarm_days", "observability"),
)
ROTATION = Rule(
    id="weaker-rotation",
    title="Keys and passwords are renewed at least as often in production as in staging.",
    why="what leaks in production would stay usable for longer",
    source=_SOURCE,
    settings=("vault.rotation", "database.credential_ttl_seconds"),
)
PROTECTION = Rule(
    id="weaker-protection",
    title="Production's state and stateful resources are protected at least as well as staging's.",
    why="one wrong plan would destroy in production what staging protects",
    source="https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
    settings=("state", "environment"),
)
RULES = (AVAILABILITY, RESOURCES, HARDENING, RETENTION, ALARMS, ROTATION, PROTECTION)

_BY_ID = {rule.id: rule for rule in RULES}
_STAGED = ("staging", "production")  # in anything but hardening only these two are compared


def check(environments: Sequence[Facts]) -> Iterator[tuple[Facts, Finding]]:
    """Each environment against the strongest of those that matter less, of the same workload."""
    strongest: dict[tuple[str, str], dict[str, tuple[Measure, Facts]]] = defaultdict(dict)
    for facts in sorted(environments, key=lambda each: ORDER.index(each.stage)):
        own = {measure.key: measure for measure in facts.measures}
        for rank, stage in enumerate(ORDER[: ORDER.index(facts.stage)]):
            for key, (measure, of) in strongest[(facts.app, stage)].items():
                hardening = measure.rule == HARDENING.id
                if not hardening and (stage, facts.stage) != _STAGED:
                    continue
                if hardening and rank < _latest(strongest, facts, key):
                    continue  # said once, against the nearest that is stronger
                yield from _compared(facts, own.get(key), measure, of)
        there = strongest[(facts.app, facts.stage)]
        for key, measure in own.items():
            if key not in there or there[key][0].value < measure.value:
                there[key] = (measure, facts)


def _latest(strongest: dict[tuple[str, str], dict[str, tuple[Measure, Facts]]], facts: Facts, key: str) -> int:
    ranks = range(ORDER.index(facts.stage))
    return max((rank for rank in ranks if key in strongest[(facts.app, ORDER[rank])]), default=0)


def _compared(facts: Facts, own: Measure | None, other: Measure, of: Facts) -> Iterator[tuple[Facts, Finding]]:
    if own is not None and own.value >= other.value:
        return
    if own is None and not other.needed:
        return
    said = own or other
    allowed = f"{other.shown!r} as in {of.environment}, or stronger"
    yield facts, _BY_ID[other.rule].at_target(said.target, said.path, own.shown if own else None, allowed)
