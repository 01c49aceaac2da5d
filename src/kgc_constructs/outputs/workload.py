"""The outputs that are known when an environment is rendered."""

from __future__ import annotations

import json
from typing import Any

from kgc_constructs.outputs.addresses import Addresses
from kgc_constructs.outputs.commands import Kubectl, curl
from kgc_constructs.outputs.groups import ConnectionInfo, KubectlCommands, SilencedRule, TestCommands
from kgc_constructs.outputs.information import (
    feature_flags,
    monitoring_info,
    performance_info,
    scaling_info,
    security_info,
)
from kgc_constructs.outputs.model import Outputs
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import HTTP_PORT, METRICS_PORT, ObjectNames, labels_of, selector_of
from kgc_constructs.settings.vault_names import API_CREDENTIALS, VaultNames

__all__ = ["workload_outputs"]

_TRANSACTIONS = "/api/v1/transactions"
_EMPTY_TRANSACTION = json.dumps({"delta": {"additions": [], "removals": []}}, separators=(",", ":"))


def workload_outputs(environment: Environment) -> Outputs:
    """Everything that follows from the settings; what Terraform makes stays null until `complete` fills it in."""
    addresses, vault = Addresses.of(environment), VaultNames.of(environment)
    return Outputs(
        **_objects(environment, addresses),
        replicas=None if environment.autoscaling else environment.replicas,
        image_tag=environment.image.tag,
        environment=environment.environment,
        random_suffix=environment.namespace_suffix,
        resource_labels=labels_of(environment),
        health_check_url=addresses.base + environment.liveness.path,
        metrics_url=addresses.metrics,
        ready_check_url=addresses.base + environment.readiness.path,
        test_commands=_test_commands(environment, addresses),
        monitoring_info=monitoring_info(environment),
        security_info=security_info(environment),
        scaling_info=scaling_info(environment),
        performance_info=performance_info(environment),
        feature_flags=feature_flags(environment),
        vault_kgc_mount_path=vault.kv_mount,
        vault_kgc_policy_name=vault.read_policy,
        vault_kgc_rotation_policy_name=vault.rotate_policy,
        certificate_domain=environment.certificate.domain if environment.certificate else None,
        silences=tuple(SilencedRule(**silence.model_dump()) for silence in environment.silences),
    )


def _objects(environment: Environment, addresses: Addresses) -> dict[str, Any]:
    names = ObjectNames.of(environment)
    kubectl = Kubectl(environment.kubeconfig_path, names.namespace)
    autoscaling, budget = environment.autoscaling, environment.disruption_budget
    secret = _secret(environment, names)
    address = ("--output", "jsonpath={.spec.clusterIP}")
    return {
        "namespace": names.namespace,
        "namespace_id": kubectl.uid("namespace", names.namespace),
        "deployment_name": names.deployment,
        "deployment_id": kubectl.uid("deployment", names.deployment),
        "service_name": names.service,
        "service_id": kubectl.uid("service", names.service),
        "service_port": HTTP_PORT,
        "service_metrics_port": METRICS_PORT if addresses.metrics else None,
        "service_cluster_ip": kubectl("get", "service", names.service, *address),
        "config_map_name": names.config_map,
        "config_map_id": kubectl.uid("configmap", names.config_map),
        "secret_name": secret,
        "secret_id": kubectl.uid("secret", secret) if secret else None,
        "service_account_name": names.service_account,
        "service_account_id": kubectl.uid("serviceaccount", names.service_account),
        "role_name": names.role,
        "role_binding_name": names.role_binding,
        "ingress_name": names.exposure if environment.exposure else None,
        "ingress_host": environment.host,
        "ingress_url": addresses.public,
        "hpa_name": names.autoscaler if autoscaling else None,
        "hpa_min_replicas": autoscaling.min_replicas if autoscaling else None,
        "hpa_max_replicas": autoscaling.max_replicas if autoscaling else None,
        "network_policy_name": names.network_policy if environment.network_policy else None,
        "pdb_name": names.disruption_budget if budget else None,
        "pdb_min_available": budget.min_available if budget else None,
        "connection_info": ConnectionInfo(
            namespace=names.namespace,
            service=names.service,
            port=HTTP_PORT,
            host=addresses.host,
            url=addresses.base,
        ),
        "kubectl_commands": _kubectl_commands(environment, names, kubectl),
    }


def _secret(environment: Environment, names: ObjectNames) -> str | None:
    """The Secret with the API key; none where the Vault Agent writes files instead."""
    return {
        "vault-agent": None,
        "vault-secrets-operator": names.secret_of(API_CREDENTIALS),
        "external-secrets": names.secret,
    }[environment.secret_delivery.kind]


def _kubectl_commands(environment: Environment, names: ObjectNames, kubectl: Kubectl) -> KubectlCommands:
    selector = ",".join(f"{key}={value}" for key, value in selector_of(environment).items())
    exposure = environment.exposure
    route = "httproute" if exposure and exposure.kind == "gateway" else "ingress"
    return KubectlCommands(
        get_pods=kubectl("get", "pods"),
        get_services=kubectl("get", "services"),
        get_ingress=kubectl("get", route) if exposure else None,
        get_hpa=kubectl("get", "hpa") if environment.autoscaling else None,
        logs=kubectl("logs", "--selector", selector, "--all-containers", "--prefix"),
        describe=kubectl("describe", "deployment", names.deployment),
        port_forward=kubectl("port-forward", f"service/{names.service}", f"{HTTP_PORT}:{HTTP_PORT}"),
    )


def _test_commands(environment: Environment, addresses: Addresses) -> TestCommands:
    json_type = ("--header", "Content-Type: application/json")
    return TestCommands(
        health_check=curl(addresses.base + environment.liveness.path),
        metrics=curl(addresses.metrics) if addresses.metrics else None,
        ready_check=curl(addresses.base + environment.readiness.path),
        api_test=curl(addresses.base + _TRANSACTIONS, "--request", "POST", *json_type, "--data", _EMPTY_TRANSACTION),
    )
