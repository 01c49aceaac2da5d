"""The fields that our checks know are those of a real server."""

from typing import Any

import pytest

from kgc_constructs.checks.model.fields import PARTS, SPECS
from tests.e2e.kubernetes.asking import client_of
from tests.servers.kubernetes import ControlPlane

CORE = "io.k8s.api.core.v1."
TYPES = {
    "pod": "PodSpec",
    "pod context": "PodSecurityContext",
    "container": "EphemeralContainer",  # a Container, and the one that it looks at
    "container context": "SecurityContext",
    "capabilities": "Capabilities",
    "probe": "Probe",
    "resources": "ResourceRequirements",
    "mount": "VolumeMount",
    "variable": "EnvVar",
    "port": "ContainerPort",
    "volume": "Volume",
}


@pytest.fixture(scope="module")
def definitions(control_plane: ControlPlane) -> dict[str, Any]:
    """Every type that the server knows."""
    reply = client_of(control_plane.api).send("GET", "/openapi/v2")
    assert reply.ok, reply.body
    found: dict[str, Any] = reply.json()["definitions"]
    return found


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_pod_has_the_fields_of_the_server(part: str, definitions: dict[str, Any]) -> None:
    assert set(definitions[f"{CORE}{TYPES[part]}"]["properties"]) == PARTS[part]


@pytest.mark.parametrize("kind", SPECS, ids="/".join)
def test_a_kind_has_the_fields_of_the_server(kind: tuple[str, str], definitions: dict[str, Any]) -> None:
    version, name = kind
    group = version.split("/")[0].split(".")[0] if "/" in version else "core"
    spec = f"io.k8s.api.{group}.{version.split('/')[-1]}.{name}Spec"
    assert set(definitions[spec]["properties"]) == SPECS[kind]
