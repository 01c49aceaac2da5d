"""Every choice of exposure, delivery and login fits the API, unknown fields refused."""

from __future__ import annotations

from itertools import product
from typing import Any

import kubernetes_validate
import pytest

from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    CertManagerTls,
    Database,
    Environment,
    ExternalSecrets,
    GatewayRoute,
    JwtLogin,
    KubernetesLogin,
    NetworkPolicySettings,
    NginxIngress,
    Observability,
    SecretTls,
    Vault,
    VaultAgent,
    VaultSecretsOperator,
)
from tests.kubernetes.documents import Document, objects
from tests.schemas.crds import validate

ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0f3c"
GATEWAY = GatewayRoute(gateway="public", gateway_namespace="gateways", section="https")
ISSUED = CertManagerTls(issuer="letsencrypt", issuer_kind="Issuer")
EXPOSED: list[dict[str, Any]] = [
    {"exposure": NginxIngress()},
    {"exposure": NginxIngress(), "tls": SecretTls()},
    {"exposure": NginxIngress(), "tls": ISSUED},
    {"exposure": AlbIngress()},
    {"exposure": AlbIngress(), "tls": AcmTls(arn=ARN)},
    {"exposure": GATEWAY},
    {"exposure": GATEWAY.evolve(section=None), "tls": ISSUED},
]
DELIVERED: list[dict[str, Any]] = [
    {"secret_delivery": delivery, "pod_login": login, "database": Database(credentials=credentials)}
    for delivery, login, credentials in product(
        (VaultAgent(), VaultSecretsOperator(), ExternalSecrets()),
        (KubernetesLogin(), JwtLogin(discovery_url="https://oidc.example.com")),
        ("dynamic", "static"),
    )
]
CHOICES = [
    *EXPOSED,
    *DELIVERED,
    {"observability": Observability(tracing=None), "vault": Vault(rotation=None)},
    {"network_policy": NetworkPolicySettings(allow_https=True, client_namespaces=("app",))},
]
CUSTOM = {
    "cert-manager.io/v1",
    "external-secrets.io/v1",
    "gateway.networking.k8s.io/v1",
    "gateway.networking.k8s.io/v1beta1",
    "generators.external-secrets.io/v1alpha1",
    "monitoring.coreos.com/v1",
    "secrets.hashicorp.com/v1beta1",
}


@pytest.fixture(params=range(len(CHOICES)), scope="module")
def documents(request: pytest.FixtureRequest) -> list[Document]:
    """Everything of an environment with one of the choices."""
    values = {"vault": Vault(namespace="team-a"), **CHOICES[request.param]}
    settings = Environment(environment="dev", labels={"team": "a"}, annotations={"example.com/owner": "a"}, **values)
    return list(objects(settings).values())


@pytest.mark.parametrize("version", ["1.27", "1.32", "1.37"])
def test_what_the_api_defines_fits_it(documents: list[Document], version: str) -> None:
    core = [document for document in documents if document["apiVersion"] not in CUSTOM]
    assert len(core) >= 12
    for document in core:
        kubernetes_validate.validate(document, version, strict=True)


def test_what_an_operator_defines_fits_it(documents: list[Document]) -> None:
    for document in documents:
        if document["apiVersion"] in CUSTOM:
            validate(document)


def test_every_custom_resource_is_judged_somewhere() -> None:
    environments = [Environment(environment="dev", **values) for values in CHOICES]
    found = {document["apiVersion"] for settings in environments for document in objects(settings).values()}
    assert found >= CUSTOM
    assert {version for version in found if "." in version.partition("/")[0] and ".k8s.io" not in version} <= CUSTOM
