"""The container: what starts, how it is asked for its health, how it ends, and what it may use."""

from __future__ import annotations

import re

from kgc_constructs.kubernetes import Deployment
from kgc_constructs.settings import Environment
from tests.kubernetes.documents import Document, alone, container_of, environment_of

DIGEST = "sha256:" + "0123456789abcdef" * 4


def container(settings: Environment) -> Document:
    return container_of(alone(Deployment, settings))


def test_the_image_is_named_by_tag_and_digest(minimal: Environment) -> None:
    def image(**values: str) -> str:
        return str(container(minimal.evolve(image=values))["image"])

    assert image(tag="1.4.2") == "unrdf/kgc-sidecar:1.4.2"
    assert image(tag=DIGEST) == f"unrdf/kgc-sidecar@{DIGEST}"
    assert image(tag="1.4.2", digest=DIGEST) == f"unrdf/kgc-sidecar:1.4.2@{DIGEST}"


def test_the_program_follows_what_loads_the_secrets(minimal: Environment) -> None:
    command = container(minimal.evolve(image={"command": ("node", "server.mjs")}))["command"]
    assert command[:2] == ["/bin/sh", "-ec"]
    assert command[-3:] == ["kgc-sidecar", "node", "server.mjs"]


def test_the_kubelet_changes_nothing_in_the_command(minimal: Environment) -> None:
    """It turns `$$` into `$` and `$(NAME)` into a variable's value before any shell sees the text.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (command)
    """
    rendered = container(minimal)
    text = "\n".join(rendered["command"])
    assert "$$" not in text
    assert not set(re.findall(r"\$\(([^)]*)\)", text)) & environment_of(rendered).keys()


def test_each_probe_has_its_own_path_and_times(minimal: Environment) -> None:
    probes = {
        "liveness": {"path": "/api/health/live", "period_seconds": 11, "timeout_seconds": 2, "failure_threshold": 4},
        "readiness": {"path": "/api/health/ready", "period_seconds": 12, "timeout_seconds": 3, "failure_threshold": 5},
        "startup": {"path": "/started", "period_seconds": 13, "timeout_seconds": 4, "failure_threshold": 6},
    }
    rendered = container(minimal.evolve(**probes))
    for name, wanted in probes.items():
        probe = rendered[f"{name}Probe"]
        assert probe["httpGet"]["path"] == wanted["path"]
        assert probe["httpGet"]["port"] == "http"
        assert probe["periodSeconds"] == wanted["period_seconds"]
        assert probe["timeoutSeconds"] == wanted["timeout_seconds"]
        assert probe["failureThreshold"] == wanted["failure_threshold"]


def test_all_probes_share_scheme_and_headers(minimal: Environment) -> None:
    rendered = container(minimal.evolve(probe_request={"scheme": "HTTPS", "headers": {"X-Probe": "1"}}))
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        assert rendered[name]["httpGet"]["scheme"] == "HTTPS"
        assert rendered[name]["httpGet"]["httpHeaders"] == [{"name": "X-Probe", "value": "1"}]


def test_a_pod_serves_on_while_proxies_forget_it(minimal: Environment) -> None:
    rollout = {"drain_seconds": 17, "termination_grace_seconds": 60}
    deployment = alone(Deployment, minimal.evolve(rollout=rollout))
    assert container_of(deployment)["lifecycle"]["preStop"]["exec"]["command"] == ["sleep", "17"]
    assert deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 60


def test_requests_and_limits_cover_scratch_space_too(minimal: Environment) -> None:
    assert container(minimal)["resources"] == {
        "requests": {"cpu": "250m", "memory": "256Mi", "ephemeral-storage": "128Mi"},
        "limits": {"cpu": "500m", "memory": "512Mi", "ephemeral-storage": "512Mi"},
    }


def test_the_metrics_port_exists_only_with_metrics(minimal: Environment) -> None:
    def ports(settings: Environment) -> dict[str, int]:
        return {each["name"]: each["containerPort"] for each in container(settings)["ports"]}

    assert ports(minimal) == {"http": 3000, "metrics": 8080}
    assert ports(minimal.evolve(observability={"metrics": None})) == {"http": 3000}
