"""All outputs of an environment, under the names of the original system."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kgc_constructs.errors import InputError
from kgc_constructs.outputs.groups import (
    ConnectionInfo,
    FeatureFlags,
    KubectlCommands,
    MonitoringInfo,
    OutputGroup,
    PerformanceInfo,
    ScalingInfo,
    SecurityInfo,
    SilencedRule,
    TestCommands,
)
from kgc_constructs.outputs.refusing import refused_expressions

__all__ = ["Outputs"]


class Outputs(OutputGroup):
    """What a person, a pipeline or a test needs to know of one environment.

    Null means that the part is switched off, or that Terraform knows the value only after apply.

    Raises:
        InputError: if a value is an expression that an engine has not filled in.
    """

    namespace: str
    namespace_id: str
    """Command that prints it: only a running cluster knows. So are all names that end with `_id`."""
    deployment_name: str
    deployment_id: str
    service_name: str
    service_id: str
    service_port: int
    service_metrics_port: int | None
    service_cluster_ip: str
    """Command that prints it."""
    config_map_name: str
    config_map_id: str
    secret_name: str | None
    """Secret with the API key, which an operator fills from Vault; none where the Vault Agent writes files instead."""
    secret_id: str | None
    service_account_name: str
    service_account_id: str
    role_name: str
    role_binding_name: str
    ingress_name: str | None
    ingress_host: str | None
    ingress_url: str | None
    hpa_name: str | None
    hpa_min_replicas: int | None
    hpa_max_replicas: int | None
    network_policy_name: str | None
    pdb_name: str | None
    pdb_min_available: int | None
    replicas: int | None
    """Pods; none while the autoscaler alone decides."""
    image_tag: str
    environment: str
    random_suffix: str
    """Stable suffix of a test environment's namespace, empty elsewhere."""
    resource_labels: dict[str, str]
    connection_info: ConnectionInfo
    health_check_url: str
    metrics_url: str | None
    """Inside the cluster: metrics are not exposed."""
    ready_check_url: str
    kubectl_commands: KubectlCommands
    test_commands: TestCommands
    monitoring_info: MonitoringInfo
    security_info: SecurityInfo
    scaling_info: ScalingInfo
    performance_info: PerformanceInfo
    feature_flags: FeatureFlags
    vault_kgc_mount_path: str
    vault_kgc_policy_name: str
    vault_kgc_rotation_policy_name: str
    certificate_arn: str | None = None
    """ARN of the validated certificate, known after apply."""
    certificate_domain: str | None
    mtls_ca_arn: str | None = None
    """ARN of the authority for client certificates, known after apply."""
    silences: tuple[SilencedRule, ...]
    """Rules that this environment breaks on purpose."""

    if not TYPE_CHECKING:  # type checkers see pydantic's own typed signature

        def __init__(self, **values: Any) -> None:
            super().__init__(**values)
            problems = list(refused_expressions(self.model_dump(mode="json")))
            if problems:
                raise InputError(problems, "The outputs are not valid")

    def to_json(self) -> str:
        """The outputs as a file: sorted, indented, the same bytes for the same values."""
        return json.dumps(self.model_dump(mode="json"), indent=2, sort_keys=True) + "\n"
