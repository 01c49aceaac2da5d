"""Every range of the original system: the edges are in, one step beyond is out and says so."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.settings import Environment, SettingsError

RANGES: list[tuple[str, float, float]] = [
    ("performance.max_hooks", 1, 100_000),
    ("performance.timeout_ms", 1, 300_000),
    ("performance.cache_size", 1, 1_000_000),
    ("performance.batch_size", 1, 10_000),
    ("performance.max_concurrency", 1, 100),
    ("sandbox.timeout_ms", 1, 300_000),
    ("sandbox.memory_limit_bytes", 1, 1_073_741_824),
    ("resolution.consensus_threshold", 0.0, 1.0),
    ("observability.tracing.sampling_ratio", 0.0, 1.0),
    ("autoscaling.cpu_target", 1, 100),
    ("autoscaling.memory_target", 1, 100),
    ("vault.quorum_shares", 3, 10),
]


def nested(path: str, value: object) -> dict[str, Any]:
    *sections, leaf = path.split(".")
    changes: Any = {leaf: value}
    for section in reversed(sections):
        changes = {section: changes}
    return dict(changes)


def value_at(environment: Environment, path: str) -> object:
    value: object = environment
    for part in path.split("."):
        value = getattr(value, part)
    return value


@pytest.mark.parametrize(("path", "low", "high"), RANGES)
def test_the_edges_of_a_range_are_allowed(path: str, low: float, high: float, minimal: Environment) -> None:
    for edge in (low, high):
        assert value_at(minimal.evolve(**nested(path, edge)), path) == edge


@pytest.mark.parametrize(("path", "low", "high"), RANGES)
def test_one_step_beyond_is_refused_with_the_range(path: str, low: float, high: float, minimal: Environment) -> None:
    step = 1 if isinstance(low, int) else 0.001
    for beyond in (low - step, high + step):
        with pytest.raises(SettingsError) as error:
            minimal.evolve(**nested(path, beyond))
        (problem,) = [each for each in error.value.problems if each.field == path]
        assert problem.value == beyond
        assert problem.allowed.removesuffix(" or nothing") == f"{low} to {high}"


@pytest.mark.parametrize("value", ["", "verbose", "INFO"])
def test_a_log_level_is_one_of_four(value: str, minimal: Environment) -> None:
    with pytest.raises(SettingsError, match=r"'error', 'warn', 'info' or 'debug'"):
        minimal.evolve(log_level=value)


@pytest.mark.parametrize("strategy", ["voting", "merging", "priority", "random", "crdt"])
def test_resolution_strategies(strategy: str, minimal: Environment) -> None:
    evolved = minimal.evolve(resolution={"strategy": strategy})
    assert evolved.resolution is not None
    assert evolved.resolution.strategy == strategy


def test_a_wrong_member_of_a_list_is_told_what_members_may_be(minimal: Environment) -> None:
    certificate = {"domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1", "cloudfront": True}
    with pytest.raises(SettingsError) as error:
        minimal.evolve(certificate={**certificate, "alarm_days": [30, 91], "alternative_names": ["two words"]})
    told = {problem.field: problem.allowed for problem in error.value.problems}
    assert told["certificate.alarm_days.1"] == "1 to 90"
    assert told["certificate.alternative_names.0"].startswith("a lower-case host name")


def test_no_message_shows_how_python_writes_a_type(minimal: Environment) -> None:
    for field in ("labels", "image", "placement", "exposure", "pipeline_login"):
        with pytest.raises(SettingsError) as error:
            minimal.evolve(**{field: 7})
        assert not set("[]<>{") & set(error.value.problems[0].allowed), error.value.problems[0].allowed
