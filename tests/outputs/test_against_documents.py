"""What the outputs say is what was rendered: every name, port, number and host is found in the documents."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from kgc_constructs.outputs import Outputs, workload_outputs
from kgc_constructs.testing import Rendered, render
from tests.settings.bases import BASES

KINDS = {
    "namespace": ("Namespace",),
    "deployment_name": ("Deployment",),
    "service_name": ("Service",),
    "config_map_name": ("ConfigMap",),
    "service_account_name": ("ServiceAccount",),
    "role_name": ("Role",),
    "role_binding_name": ("RoleBinding",),
    "ingress_name": ("Ingress", "HTTPRoute"),
    "hpa_name": ("HorizontalPodAutoscaler",),
    "network_policy_name": ("NetworkPolicy",),
    "pdb_name": ("PodDisruptionBudget",),
}


def one(rendered: Rendered, *kinds: str) -> dict[str, Any]:
    """The object of these kinds that belongs to the sidecar itself, or an empty one."""
    found = [each for each in rendered.of_kind(*kinds) if "rotation" not in each["metadata"]["name"]]
    return next((each for each in found if each["metadata"]["name"] != "default-deny"), {})


@pytest.fixture(params=BASES, scope="module")
def both(request: pytest.FixtureRequest) -> tuple[Outputs, Rendered]:
    environment = BASES[request.param]
    return workload_outputs(environment), render(environment)


@pytest.mark.parametrize("output", KINDS)
def test_a_name_is_that_of_an_object_or_null_without_one(output: str, both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    assert getattr(outputs, output) == one(rendered, *KINDS[output]).get("metadata", {}).get("name")


def test_numbers_are_those_of_the_objects(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    service = {port["name"]: port["port"] for port in one(rendered, "Service")["spec"]["ports"]}
    autoscaler = one(rendered, "HorizontalPodAutoscaler").get("spec", {})
    assert (outputs.service_port, outputs.service_metrics_port) == (service["http"], service.get("metrics"))
    assert (outputs.hpa_min_replicas, outputs.hpa_max_replicas) == (
        autoscaler.get("minReplicas"),
        autoscaler.get("maxReplicas"),
    )
    assert outputs.pdb_min_available == one(rendered, "PodDisruptionBudget").get("spec", {}).get("minAvailable")
    assert outputs.replicas == one(rendered, "Deployment")["spec"].get("replicas")


def test_the_host_is_the_one_that_is_routed(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    spec = one(rendered, "Ingress", "HTTPRoute")["spec"]
    hosts = spec.get("hostnames") or [rule["host"] for rule in spec["rules"]]
    assert [outputs.ingress_host] == hosts
    assert outputs.connection_info.host == outputs.ingress_host


def test_the_secret_is_one_that_somebody_makes(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    made = {
        each["spec"].get("target", each["spec"].get("destination"))["name"]
        for each in rendered.of_kind("ExternalSecret", "VaultStaticSecret")
    }
    assert outputs.secret_name in made if made else outputs.secret_name is None


def test_labels_are_on_every_object(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    for document in rendered.kubernetes:
        assert outputs.resource_labels.items() <= document["metadata"]["labels"].items()


def test_vault_and_certificate_say_the_same(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    mounts = {each.value("path") for each in rendered.resources("vault_mount")}
    policies = {each.value("name") for each in rendered.resources("vault_policy")}
    domains = {each.value("domain_name") for each in rendered.resources("aws_acm_certificate")}
    assert outputs.vault_kgc_mount_path in mounts
    assert {outputs.vault_kgc_policy_name, outputs.vault_kgc_rotation_policy_name} <= policies
    assert domains == ({outputs.certificate_domain} if outputs.certificate_domain else set())


def test_every_stack_has_its_outputs_under_their_names(both: tuple[Outputs, Rendered]) -> None:
    _, rendered = both
    names = {name for stack in rendered.terraform.values() for name in stack["output"]}
    vault = {"vault_kgc_mount_path", "vault_kgc_policy_name", "vault_kgc_rotation_policy_name"}
    certificate = {"certificate_arn", "certificate_domain", "mtls_ca_arn"}
    assert names == (vault | certificate if "certificate" in rendered.terraform else vault)


def test_commands_ask_for_objects_that_exist(both: tuple[Outputs, Rendered]) -> None:
    outputs, rendered = both
    existing = {(str(each["kind"]).lower(), each["metadata"]["name"]) for each in rendered.kubernetes}
    for kind, name in asked(outputs):
        if kind != "secret":  # an operator makes it
            assert (kind, name) in existing


def asked(outputs: Outputs) -> Iterator[tuple[str, str]]:
    values = outputs.model_dump()
    for name, command in values.items():
        if command and (name.endswith("_id") or name == "service_cluster_ip"):
            words = shlex.split(command)
            place = words.index("get")
            yield words[place + 1], words[place + 2]
    words = shlex.split(outputs.kubectl_commands.port_forward)
    kind, _, name = words[words.index("port-forward") + 1].partition("/")
    yield kind, name
