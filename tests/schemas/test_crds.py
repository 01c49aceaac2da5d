"""The judge of custom resources can say no."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tests.schemas.crds import validate


def certificate(**spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": "kgc"},
        "spec": {"secretName": "kgc-tls", "issuerRef": {"name": "letsencrypt"}, **spec},
    }


def test_what_is_right_passes() -> None:
    validate(certificate(dnsNames=["kgc.example.com"]))


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"dnsName": ["kgc.example.com"]}, "dnsName"),
        ({"privateKey": {"rotationPolicy": "Sometimes"}}, "Sometimes"),
        ({"issuerRef": {}}, "'name' is a required property"),
        ({"dnsNames": "kgc.example.com"}, "not of type 'array'"),
        ({"privateKey": {"algorythm": "ECDSA"}}, "algorythm"),
    ],
)
def test_what_is_wrong_does_not(spec: dict[str, Any], reason: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match=reason):
        validate(certificate(**spec))


def test_a_version_that_is_no_longer_served_is_unknown() -> None:
    with pytest.raises(LookupError):
        validate({"apiVersion": "external-secrets.io/v1beta1", "kind": "SecretStore", "spec": {}})
