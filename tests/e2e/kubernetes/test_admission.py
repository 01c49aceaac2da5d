"""A real API server takes every object, pods run where "restricted" is enforced, and nothing is left to say."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.settings import CertManagerTls, ExternalSecrets, GatewayRoute, NginxIngress, VaultSecretsOperator
from tests.e2e.kubernetes.conftest import environment_of
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import Deployed, deploy
from tests.servers.kubernetes import Cluster
from tests.servers.nodes import ZONE_LABEL

_BUDGET = "poddisruptionbudget.policy/"
_ENFORCE = "pod-security.kubernetes.io/enforce"


def test_it_is_admitted_without_a_warning_and_runs(deployed: Deployed) -> None:
    assert (deployed.folder / "applied.err").read_text(encoding="utf-8") == ""
    namespace = deployed.kubectl.read("get", "namespace", deployed.names.namespace)
    assert namespace["metadata"]["labels"][_ENFORCE] == "restricted"
    assert [pod["status"]["phase"] for pod in deployed.pods()] == ["Running"] * deployed.environment.fewest_replicas


def test_its_pods_spread_over_the_zones(deployed: Deployed) -> None:
    zones = {
        node["metadata"]["name"]: node["metadata"]["labels"][ZONE_LABEL] for node in deployed.kubectl.items("nodes")
    }
    used = Counter(zones[pod["spec"]["nodeName"]] for pod in deployed.pods())
    assert len(used) == min(deployed.environment.fewest_replicas, len(set(zones.values()))) > 0
    assert max(used.values()) - min(used.values()) <= 1


def test_a_second_apply_and_a_diff_show_nothing(deployed: Deployed) -> None:
    budgets = _budget_versions(deployed)
    lines = deployed.apply().out.splitlines()
    assert len(lines) == len(deployed.objects)
    # kubectl sends the selector of a budget each time (it is merged by replacing) and calls that a change, but it is
    # none: the object keeps its version.
    assert [line for line in lines if not line.endswith(" unchanged") and not line.startswith(_BUDGET)] == []
    assert _budget_versions(deployed) == budgets
    difference = deployed.kubectl.try_run("diff", "-f", deployed.folder)
    assert (difference.code, difference.out) == (0, "")


def _budget_versions(deployed: Deployed) -> list[str]:
    found = deployed.kubectl.items("poddisruptionbudgets", "-n", deployed.names.namespace)
    return [budget["metadata"]["resourceVersion"] for budget in found]


def test_the_quota_has_room_for_as_many_pods_as_there_can_be(deployed: Deployed) -> None:
    quota = deployed.read("resourcequota", deployed.names.quota)["status"]
    assert int(quota["used"]["pods"]) == deployed.environment.fewest_replicas
    assert int(quota["hard"]["pods"]) > deployed.environment.most_replicas


_VARIANTS: dict[str, dict[str, Any]] = {
    "nginx with cert-manager": {
        "exposure": NginxIngress(host="kgc.example.com"),
        "tls": CertManagerTls(issuer="letsencrypt"),
        "certificate": None,
    },
    "Gateway API with cert-manager": {
        "exposure": GatewayRoute(host="kgc.example.com", gateway="public", gateway_namespace="gateway"),
        "tls": CertManagerTls(issuer="letsencrypt"),
        "certificate": None,
    },
    "Vault Secrets Operator": {"secret_delivery": VaultSecretsOperator()},
    "External Secrets": {"secret_delivery": ExternalSecrets()},
}


@pytest.mark.parametrize("variant", _VARIANTS)
def test_the_server_accepts_every_object_of_every_choice(variant: str, cluster: Cluster, tmp_path: Path) -> None:
    own = f"kgc-choice-{list(_VARIANTS).index(variant)}"
    environment = environment_of("development").evolve(namespace=own, **_VARIANTS[variant])
    rendered = deploy(environment, tmp_path, cluster.kubectl)
    define(cluster.kubectl, custom_kinds(rendered.objects))
    # A dry run makes no namespace for the objects in it, so that one is made.
    namespace = next(found for found in rendered.objects if found["kind"] == "Namespace")
    cluster.kubectl.apply([namespace], "--server-side")
    try:
        answer = cluster.kubectl.try_run("apply", "--server-side", "--dry-run=server", "-f", tmp_path)
        assert (answer.code, answer.err) == (0, "")
        assert len(answer.out.splitlines()) == len(rendered.objects)
    finally:
        cluster.kubectl.run("delete", "namespace", own, "--wait=false")
