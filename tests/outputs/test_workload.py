"""What an environment says of itself, and that a part which is switched off never looks as if it were on."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.outputs import Outputs, workload_outputs
from kgc_constructs.settings import Environment

# The original declared 55 outputs in four files; seven of them stood in two files under the same name.
OUTPUTS_TF = (
    "namespace", "namespace_id", "deployment_name", "deployment_id", "service_name", "service_id", "service_port",
    "service_metrics_port", "service_cluster_ip", "config_map_name", "config_map_id", "secret_name", "secret_id",
    "service_account_name", "service_account_id", "role_name", "role_binding_name", "ingress_name", "ingress_host",
    "ingress_url", "hpa_name", "hpa_min_replicas", "hpa_max_replicas", "network_policy_name", "pdb_name",
    "pdb_min_available", "replicas", "image_tag", "environment", "random_suffix", "resource_labels",
    "connection_info", "health_check_url", "metrics_url", "ready_check_url", "kubectl_commands", "test_commands",
    "monitoring_info", "security_info", "scaling_info", "performance_info", "feature_flags",
)  # fmt: skip
MAIN_TF = (
    "namespace", "service_name", "service_port", "ingress_host", "deployment_name", "config_map_name", "secret_name",
)  # fmt: skip
VAULT_TF = ("vault_kgc_mount_path", "vault_kgc_policy_name", "vault_kgc_rotation_policy_name")
ACM_TF = ("certificate_arn", "certificate_domain", "mtls_ca_arn")
GROUPS: dict[str, set[str]] = {
    "connection_info": {"namespace", "service", "port", "host", "url"},
    "kubectl_commands": {"get_pods", "get_services", "get_ingress", "get_hpa", "logs", "describe", "port_forward"},
    "test_commands": {"health_check", "metrics", "ready_check", "api_test"},
    "monitoring_info": {
        "observability_endpoint", "metrics_port", "tracing_enabled", "metrics_enabled", "sampling_ratio",
    },
    "security_info": {"network_policy_enabled", "service_account", "role", "role_binding", "sandboxing_enabled"},
    "scaling_info": {
        "hpa_enabled", "min_replicas", "max_replicas", "cpu_target", "memory_target", "pdb_enabled",
        "pdb_min_available",
    },
    "performance_info": {
        "max_hooks", "timeout_ms", "cache_size", "batch_size", "max_concurrency", "fast_path_enabled",
        "caching_enabled", "batch_processing",
    },
    "feature_flags": {
        "observability_enabled", "lockchain_enabled", "resolution_enabled", "sandboxing_enabled", "ingress_enabled",
        "hpa_enabled", "network_policy_enabled", "pdb_enabled",
    },
}  # fmt: skip
CERTIFICATE = {"domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1"}


def outputs_of(environment: Environment) -> dict[str, Any]:
    """What is written beside the manifests."""
    written = json.loads(workload_outputs(environment).to_json())
    assert isinstance(written, dict)
    return written


def at(outputs: dict[str, Any], path: str) -> Any:
    value: Any = outputs
    for part in path.split("."):
        value = value[part]
    return value


def test_all_55_outputs_of_the_original_are_there(minimal: Environment) -> None:
    declared = OUTPUTS_TF + MAIN_TF + VAULT_TF + ACM_TF
    assert len(declared) == 55
    assert set(outputs_of(minimal)) == {*declared, "silences"}  # the one that the original did not have
    assert set(Outputs.model_fields) == {*declared, "silences"}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_the_members_of_the_original(group: str, minimal: Environment) -> None:
    assert set(outputs_of(minimal)[group]) == GROUPS[group]


EXPOSED: dict[str, Any] = {"exposure": {"kind": "nginx", "host": "kgc.example.com"}}
# for each switch: how it is on, how it is off, and what each output says then
SWITCHES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, tuple[Any, Any]]]] = {
    "ingress": (
        EXPOSED,
        {"exposure": None},
        {
            "ingress_name": ("kgc-sidecar", None),
            "ingress_host": ("kgc.example.com", None),
            "ingress_url": ("http://kgc.example.com", None),
            "feature_flags.ingress_enabled": (True, False),
            "connection_info.host": ("kgc.example.com", "kgc-sidecar.kgc-sidecar.svc"),
            "connection_info.url": ("http://kgc.example.com", "http://kgc-sidecar.kgc-sidecar.svc:3000"),
            "health_check_url": ("http://kgc.example.com/health", "http://kgc-sidecar.kgc-sidecar.svc:3000/health"),
            "ready_check_url": ("http://kgc.example.com/ready", "http://kgc-sidecar.kgc-sidecar.svc:3000/ready"),
            "kubectl_commands.get_ingress": (
                "kubectl --kubeconfig ~/.kube/config --namespace kgc-sidecar get ingress",
                None,
            ),
        },
    ),
    "tls": (
        {**EXPOSED, "tls": {"kind": "secret"}},
        {**EXPOSED, "tls": None},
        {
            "ingress_url": ("https://kgc.example.com", "http://kgc.example.com"),
            "health_check_url": ("https://kgc.example.com/health", "http://kgc.example.com/health"),
            "connection_info.url": ("https://kgc.example.com", "http://kgc.example.com"),
        },
    ),
    "hpa": (
        {"autoscaling": {"min_replicas": 3, "max_replicas": 7, "cpu_target": 60, "memory_target": 75}},
        {"autoscaling": None, "replicas": 4},
        {
            "hpa_name": ("kgc-sidecar", None),
            "hpa_min_replicas": (3, None),
            "hpa_max_replicas": (7, None),
            "replicas": (None, 4),
            "feature_flags.hpa_enabled": (True, False),
            "scaling_info.hpa_enabled": (True, False),
            "scaling_info.min_replicas": (3, None),
            "scaling_info.max_replicas": (7, None),
            "scaling_info.cpu_target": (60, None),
            "scaling_info.memory_target": (75, None),
            "kubectl_commands.get_hpa": ("kubectl --kubeconfig ~/.kube/config --namespace kgc-sidecar get hpa", None),
        },
    ),
    "network policy": (
        {},
        {"network_policy": None},
        {
            "network_policy_name": ("kgc-sidecar", None),
            "feature_flags.network_policy_enabled": (True, False),
            "security_info.network_policy_enabled": (True, False),
        },
    ),
    "budget": (
        {},
        {"disruption_budget": None},
        {
            "pdb_name": ("kgc-sidecar", None),
            "pdb_min_available": (1, None),
            "feature_flags.pdb_enabled": (True, False),
            "scaling_info.pdb_enabled": (True, False),
            "scaling_info.pdb_min_available": (1, None),
        },
    ),
    "observability": (
        {},
        {"observability": None},
        {
            "feature_flags.observability_enabled": (True, False),
            "metrics_url": ("http://kgc-sidecar.kgc-sidecar.svc:8080/metrics", None),
            "service_metrics_port": (8080, None),
            "monitoring_info.metrics_port": (8080, None),
            "monitoring_info.metrics_enabled": (True, False),
            "monitoring_info.tracing_enabled": (True, False),
            "monitoring_info.observability_endpoint": ("http://jaeger:14268/api/traces", None),
            "monitoring_info.sampling_ratio": (1.0, None),
            "test_commands.metrics": (
                "curl --fail --silent --show-error http://kgc-sidecar.kgc-sidecar.svc:8080/metrics",
                None,
            ),
        },
    ),
    "metrics": (
        {},
        {"observability": {"metrics": None}},
        {
            "monitoring_info.metrics_enabled": (True, False),
            "monitoring_info.tracing_enabled": (True, True),
            "metrics_url": ("http://kgc-sidecar.kgc-sidecar.svc:8080/metrics", None),
            "feature_flags.observability_enabled": (True, True),
        },
    ),
    "tracing": (
        {},
        {"observability": {"tracing": None}},
        {
            "monitoring_info.tracing_enabled": (True, False),
            "monitoring_info.metrics_enabled": (True, True),
            "monitoring_info.observability_endpoint": ("http://jaeger:14268/api/traces", None),
        },
    ),
    "ledger": ({"lockchain": {}}, {"lockchain": None}, {"feature_flags.lockchain_enabled": (True, False)}),
    "resolution": ({"resolution": {}}, {"resolution": None}, {"feature_flags.resolution_enabled": (True, False)}),
    "sandbox": (
        {},
        {"sandbox": None},
        {"feature_flags.sandboxing_enabled": (True, False), "security_info.sandboxing_enabled": (True, False)},
    ),
    "shortcuts": (
        {},
        {"performance": {"fast_path": False, "caching": False, "batch_processing": False}},
        {
            "performance_info.fast_path_enabled": (True, False),
            "performance_info.caching_enabled": (True, False),
            "performance_info.batch_processing": (True, False),
        },
    ),
    "operator's secret": (
        {"secret_delivery": {"kind": "external-secrets"}},
        {"secret_delivery": {"kind": "vault-agent"}},
        {
            "secret_name": ("kgc-sidecar-secrets", None),
            "secret_id": (
                "kubectl --kubeconfig ~/.kube/config --namespace kgc-sidecar get secret kgc-sidecar-secrets "
                "--output 'jsonpath={.metadata.uid}'",
                None,
            ),
        },
    ),
    "operator with a Secret for each of Vault's": (
        {"secret_delivery": {"kind": "vault-secrets-operator"}},
        {"secret_delivery": {"kind": "vault-agent"}},
        {"secret_name": ("kgc-sidecar-secrets-api", None)},
    ),
    "certificate": (
        {"certificate": {**CERTIFICATE, "cloudfront": True}},
        {"certificate": None},
        {"certificate_domain": ("kgc.example.com", None), "certificate_arn": (None, None)},
    ),
    "test environment": (
        {"environment": "e2e-test", "vault": {"address": "https://vault:8200"}},
        {"environment": "dev"},
        {
            "random_suffix": ("86174255", ""),
            "namespace": ("kgc-sidecar-86174255", "kgc-sidecar"),
            "environment": ("e2e-test", "dev"),
            "vault_kgc_mount_path": ("kgc-e2e", "kgc-development"),
            "vault_kgc_policy_name": ("kgc-sidecar-e2e-read", "kgc-sidecar-development-read"),
            "vault_kgc_rotation_policy_name": ("kgc-sidecar-e2e-rotate", "kgc-sidecar-development-rotate"),
        },
    ),
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_switch_tells_the_truth(switch: str, minimal: Environment) -> None:
    on, off, expected = SWITCHES[switch]
    outputs_on, outputs_off = outputs_of(minimal.evolve(**on)), outputs_of(minimal.evolve(**off))
    seen = {path: (at(outputs_on, path), at(outputs_off, path)) for path in expected}
    assert seen == expected


def test_every_feature_flag_has_a_switch() -> None:
    paths = {path for _, _, expected in SWITCHES.values() for path in expected}
    assert {f"feature_flags.{flag}" for flag in GROUPS["feature_flags"]} <= paths


def test_a_route_of_a_gateway_is_reached_by_https(minimal: Environment) -> None:
    gateway = {"kind": "gateway", "host": "kgc.example.com", "gateway": "public", "gateway_namespace": "gateways"}
    outputs = outputs_of(minimal.evolve(exposure=gateway))
    assert outputs["ingress_url"] == "https://kgc.example.com"
    assert outputs["kubectl_commands"]["get_ingress"].endswith("get httproute")


def test_metrics_are_never_looked_for_at_the_public_address(minimal: Environment) -> None:
    outputs = outputs_of(minimal.evolve(**EXPOSED))
    assert outputs["metrics_url"] == "http://kgc-sidecar.kgc-sidecar.svc:8080/metrics"


def test_the_empty_transaction_arrives_as_json(minimal: Environment) -> None:
    command = shlex.split(outputs_of(minimal)["test_commands"]["api_test"])
    assert json.loads(command[command.index("--data") + 1]) == {"delta": {"additions": [], "removals": []}}
    assert command[command.index("--request") + 1] == "POST"
    assert command[-1].endswith("/api/v1/transactions")


def commands(outputs: dict[str, Any]) -> dict[str, str]:
    names = {name: value for name, value in outputs.items() if name.endswith("_id") or name == "service_cluster_ip"}
    return {**names, **outputs["kubectl_commands"]}


def test_every_kubectl_command_names_the_kubeconfig(minimal: Environment) -> None:
    path = "/home/o'brien/my cluster; rm -rf $HOME/config"
    environment = minimal.evolve(
        kubeconfig_path=path, secret_delivery={"kind": "vault-secrets-operator"}, exposure={"kind": "nginx"}
    )
    written = commands(outputs_of(environment))
    assert len(written) == 14
    for name, command in written.items():
        words = shlex.split(command)
        assert words[:3] == ["kubectl", "--kubeconfig", path], name
        assert words[3:5] == ["--namespace", "kgc-sidecar"], name


def test_the_home_folder_of_a_kubeconfig_is_left_to_the_shell(minimal: Environment) -> None:
    outputs = outputs_of(minimal.evolve(kubeconfig_path="~/my clusters/dev"))
    assert outputs["kubectl_commands"]["get_pods"].startswith("kubectl --kubeconfig ~/'my clusters/dev' ")


def test_the_file_is_sorted_and_ends_with_a_newline(app_environment: Environment) -> None:
    text = workload_outputs(app_environment).to_json()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    assert text == workload_outputs(app_environment).to_json()


@pytest.mark.parametrize("expression", ["${TfToken[TOKEN.3]}", "${aws_acm_certificate.main.arn}", "Token[Arn.12]"])
def test_what_is_not_resolved_never_becomes_an_output(expression: str, minimal: Environment) -> None:
    values = {name: getattr(workload_outputs(minimal), name) for name in Outputs.model_fields}
    labels = {**values["resource_labels"], "arn": expression}
    with pytest.raises(InputError, match=r"resource_labels\.arn"):
        Outputs(**{**values, "resource_labels": labels})
