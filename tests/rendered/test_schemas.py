"""The Kubernetes API of three versions accepts every object, unknown fields refused."""

from __future__ import annotations

import kubernetes_validate
import pytest

from kgc_constructs.testing import Document

CORE_GROUPS = (
    "v1",
    "apps/v1",
    "autoscaling/v2",
    "batch/v1",
    "networking.k8s.io/v1",
    "policy/v1",
    "rbac.authorization.k8s.io/v1",
)


@pytest.mark.parametrize("version", ["1.27", "1.32", "1.37"])
def test_every_object_fits_the_api(version: str, manifests: list[Document]) -> None:
    judged = 0
    for document in manifests:
        if document["apiVersion"] in CORE_GROUPS:
            kubernetes_validate.validate(document, version, strict=True)
            judged += 1
    assert judged >= 12


def test_a_misspelt_field_would_be_seen(manifests: list[Document]) -> None:
    (deployment,) = [document for document in manifests if document["kind"] == "Deployment"]
    broken = {**deployment, "spec": {**deployment["spec"], "replica": 3}}
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(broken, "1.32", strict=True)


def test_nothing_escapes_judgement(manifests: list[Document]) -> None:
    others = {str(document["apiVersion"]) for document in manifests} - set(CORE_GROUPS)
    assert others <= {"monitoring.coreos.com/v1"}, "a custom resource needs a schema test of its own"
