"""docs/settings.md is what the settings themselves say, and nobody who knows the original searches in vain."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.settings.leaves import leaves
from kgc_constructs.settings.table import NOT_A_SETTING, settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ENV, CONFIG = "Deployment:*.env.*", "ConfigMap:data.config.json.*"

# Every variable of the original system, and what its value has to reach at the least.
MUST_REACH: dict[str, tuple[str, ...]] = {
    "kubeconfig_path": ("outputs:kubectl_commands*",),
    "namespace": ("Namespace:*", "Deployment:metadata.namespace", "vault:*_auth_backend_role*"),
    "environment": (
        "Deployment:metadata.labels*", "vault:resource.vault_policy*", "vault:resource.vault_mount*",
        "certificate:*alarm_name",
    ),
    "image_tag": ("Deployment:*.image", "Deployment:*app.kubernetes.io/version", "Deployment:*SERVICE_VERSION*"),
    "replicas": ("Deployment:spec.replicas",),
    "resources.requests.cpu": ("Deployment:*requests.cpu",),
    "resources.requests.memory": ("Deployment:*requests.memory",),
    "resources.limits.cpu": ("Deployment:*limits.cpu",),
    "resources.limits.memory": ("Deployment:*limits.memory",),
    "node_selector": ("Deployment:*nodeSelector*",),
    "tolerations": ("Deployment:*tolerations*",),
    "affinity": ("Deployment:*affinity*",),
    "labels": ("Deployment:metadata.labels*", "Deployment:spec.template.metadata.labels*"),
    "annotations": ("Deployment:metadata.annotations*",),
    "enable_ingress": ("Ingress|HTTPRoute:*",),
    "enable_hpa": ("HorizontalPodAutoscaler:*", "Deployment:spec.replicas"),
    "enable_network_policy": ("NetworkPolicy:*",),
    "enable_pdb": ("PodDisruptionBudget:*",),
    "enable_observability": (ENV, "ServiceMonitor:*", "NetworkPolicy:*"),
    "enable_metrics": (ENV, "ServiceMonitor:*"),
    "enable_tracing": (ENV, "NetworkPolicy:*egress*"),
    "enable_lockchain": (ENV, CONFIG, "PersistentVolumeClaim:*"),
    "enable_resolution": (ENV, CONFIG),
    "enable_sandboxing": (ENV, CONFIG),
    "enable_fast_path": (ENV, CONFIG),
    "enable_caching": (ENV, CONFIG),
    "enable_batch_processing": (ENV, CONFIG),
    "vault_address": ("vault:provider*", "Deployment:*vault.hashicorp.com/service", "NetworkPolicy:*egress*"),
    "vault_token": (),
    "vault_api_key": ("vault:*vault_kv_secret_v2*",),
    "vault_encryption_key": ("vault:*vault_kv_secret_v2*",),
    "vault_db_username": ("vault:*vault_database_secret_backend_role*",),
    "vault_db_password": ("vault:*vault_kv_secret_v2*",),
    "database_url": ("vault:*connection_url", "NetworkPolicy:*egress*"),
    "vault_quorum_shares": (ENV,),
    "vault_quorum_threshold": (ENV,),
    "enable_vault_audit": ("vault:resource.vault_audit*",),
    "enable_auto_rotation": ("vault:*auto_rotate_period", "CronJob:*"),
    "max_hooks": (ENV, CONFIG),
    "timeout_ms": (ENV, CONFIG),
    "cache_size": (ENV, CONFIG),
    "batch_size": (ENV, CONFIG),
    "max_concurrency": (ENV, CONFIG),
    "sandbox_timeout": (ENV, CONFIG),
    "sandbox_memory_limit": (ENV, CONFIG),
    "resolution_strategy": (ENV, CONFIG),
    "consensus_threshold": (ENV, CONFIG),
    "observability_endpoint": (ENV, "NetworkPolicy:*egress*"),
    "sampling_ratio": (ENV,),
    "log_level": (ENV,),
    "hpa_min_replicas": ("HorizontalPodAutoscaler:*minReplicas",),
    "hpa_max_replicas": ("HorizontalPodAutoscaler:*maxReplicas",),
    "hpa_cpu_target": ("HorizontalPodAutoscaler:*",),
    "hpa_memory_target": ("HorizontalPodAutoscaler:*",),
    "pdb_min_available": ("PodDisruptionBudget:*minAvailable",),
    "ingress_class": ("Ingress:*ingressClassName",),
    "ingress_host": ("Ingress|HTTPRoute:*",),
    "ingress_tls_enabled": ("Ingress|HTTPRoute:*",),
    "ingress_tls_secret": ("Ingress*tls*",),
    "sidecar_domain": ("certificate:*domain_name",),
    "route53_zone_id": ("certificate:*zone_id",),
    "enable_mtls": ("certificate:*aws_acmpca*",),
    "sns_topic_arn": ("certificate:*alarm_actions*",),
}  # fmt: skip


def test_the_page_is_what_the_settings_say() -> None:
    assert PAGE.read_text() == settings_page(), "run `make docs`"


@pytest.mark.parametrize("original", MUST_REACH)
def test_an_original_name_is_found_on_the_page(original: str) -> None:
    by_name = settings_page().partition("## By name")[2]
    assert re.search(rf"^\| {re.escape(original)} \| (`\S+`|\(no field\)) \| \S", by_name, re.MULTILINE)


@pytest.mark.parametrize("original", sorted(set(MUST_REACH) - set(NOT_A_SETTING)))
def test_an_original_setting_reaches_what_it_has_to(original: str) -> None:
    marks = {path for leaf in leaves(Environment) if leaf.original == original for path in leaf.paths}
    assert marks
    for wanted in MUST_REACH[original]:
        assert any(fnmatchcase(mark, wanted) for mark in marks), wanted


def test_no_name_is_said_to_be_original_that_was_not() -> None:
    assert {leaf.original for leaf in leaves(Environment)} - {""} == set(MUST_REACH) - set(NOT_A_SETTING)


def test_every_setting_has_a_mark_and_a_meaning() -> None:
    rows = [line.split(" | ") for line in settings_page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(list(leaves(Environment)))
    for row in rows:
        assert all(cell.strip(" |") for number, cell in enumerate(row) if number != 1), row
