"""The rotation: often enough, one at a time, with an identity of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kgc_constructs.kubernetes import Rotation
from kgc_constructs.kubernetes.schedule import schedule_of
from kgc_constructs.settings import Environment, SettingsError
from kgc_constructs.testing import render_chart
from tests.kubernetes.documents import Document, chart, container_of, environment_of, pod_of


def rendered(settings: Environment) -> dict[str, Document]:
    scope = chart()
    Rotation(scope, "Rotation", settings=settings)
    return {each["kind"]: dict(each) for each in render_chart(scope)}


def matches(field: str, value: int, first: int) -> bool:
    """Whether one field of a cron schedule matches (steps and plain numbers are all we write)."""
    if field == "*":
        return True
    return (value - first) % int(field[2:]) == 0 if field.startswith("*/") else value == int(field)


def runs(schedule: str) -> list[datetime]:
    """Every run of two years, one of them with a leap day."""
    minute, hour, day, month, weekday = schedule.split()
    assert (minute, weekday) == ("0", "*")
    start = datetime(2027, 1, 1, tzinfo=UTC)
    hours = (start + timedelta(hours=each) for each in range(24 * (365 + 366)))
    return [
        each
        for each in hours
        if matches(hour, each.hour, 0) and matches(day, each.day, 1) and matches(month, each.month, 1)
    ]


@pytest.mark.parametrize("period", [1, 2, 5, 7, 12, 23, 24, 25, 47, 48, 100, 168, 240, 500, 671, 696, 719])
def test_a_schedule_comes_round_within_its_period(period: int) -> None:
    gaps = [(later - earlier) / timedelta(hours=1) for earlier, later in pairwise(runs(schedule_of(period)))]
    assert max(gaps) <= period
    assert max(gaps) > period / 2 or period < 48, "far more often than asked for"


@pytest.mark.parametrize(("period", "months"), [(720, 1), (744, 1), (1440, 2), (2160, 3), (4400, 6), (8760, 12)])
def test_long_periods_are_calendar_months(period: int, months: int) -> None:
    found = runs(schedule_of(period))
    assert {(each.day, each.hour) for each in found} == {(1, 3)}
    assert len(found) == 2 * -(-12 // months)


def test_one_rotation_at_a_time_and_never_for_ever(minimal: Environment) -> None:
    spec = rendered(minimal)["CronJob"]["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    assert spec["timeZone"] == "Etc/UTC"
    assert spec["jobTemplate"]["spec"]["activeDeadlineSeconds"] == 600
    assert pod_of(rendered(minimal)["CronJob"])["spec"]["restartPolicy"] == "Never"


def test_a_missed_run_is_caught_up_for_half_a_period(minimal: Environment) -> None:
    spec = rendered(minimal.evolve(vault={"rotation": {"period_hours": 10}}))["CronJob"]["spec"]
    assert spec["startingDeadlineSeconds"] == 5 * 3600


def test_it_runs_under_its_own_account_without_the_apis_token(minimal: Environment) -> None:
    found = rendered(minimal)
    account = found["ServiceAccount"]
    assert account["metadata"]["name"] == "kgc-sidecar-rotation"
    assert account["automountServiceAccountToken"] is False
    assert pod_of(found["CronJob"])["spec"]["serviceAccountName"] == "kgc-sidecar-rotation"


def test_it_rotates_this_environment_with_a_token_for_vault_alone(minimal: Environment) -> None:
    job = rendered(minimal.evolve(vault={"namespace": "graph"}))["CronJob"]
    container = container_of(job)
    assert container["command"] == ["kgc", "vault", "rotate", "development"]
    variables = environment_of(container)
    assert variables["VAULT_ADDR"] == "http://vault:8200"
    assert variables["VAULT_NAMESPACE"] == "graph"
    (token,) = [each for each in pod_of(job)["spec"]["volumes"] if "projected" in each]
    (mount,) = [each for each in container["volumeMounts"] if each["name"] == token["name"]]
    (source,) = token["projected"]["sources"]
    assert source["serviceAccountToken"]["audience"] == "vault"
    assert variables["KGC_VAULT_JWT_FILE"] == f"{mount['mountPath']}/{source['serviceAccountToken']['path']}"


def test_its_image_is_its_own_or_the_sidecars(minimal: Environment) -> None:
    own = minimal.evolve(vault={"rotation": {"image": "registry.example.com/kgc:0.1.0"}})
    assert container_of(rendered(own)["CronJob"])["image"] == "registry.example.com/kgc:0.1.0"
    assert container_of(rendered(minimal)["CronJob"])["image"] == minimal.image.reference


@pytest.mark.parametrize("image", ["registry.example.com/kgc", "registry.example.com:5000/kgc", "kgc:latest", "a b:1"])
def test_its_image_never_moves(image: str, minimal: Environment) -> None:
    with pytest.raises(SettingsError, match="moving tag") as error:
        minimal.evolve(vault={"rotation": {"image": image}})
    assert [each.field for each in error.value.problems] == ["vault.rotation.image"]
