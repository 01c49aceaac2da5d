"""The way in: all paths of one host, unchanged and over TLS, to the HTTP API alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kgc_constructs.errors import SettingsError
from kgc_constructs.kubernetes.alb_ingress import AlbIngress
from kgc_constructs.kubernetes.exposure import Exposure
from kgc_constructs.kubernetes.http_route import HttpRoute
from kgc_constructs.kubernetes.issued_certificate import CertificateGrant, IssuedCertificate
from kgc_constructs.kubernetes.nginx_ingress import NginxIngress
from kgc_constructs.settings import (
    AcmTls,
    CertificateSettings,
    CertManagerTls,
    Environment,
    GatewayRoute,
    ProbeRequest,
    ReadinessProbe,
    SecretTls,
)
from kgc_constructs.settings import AlbIngress as AlbIngressSettings
from kgc_constructs.settings import NginxIngress as NginxIngressSettings
from tests.kubernetes.alone import Document, Kind, by_kind, objects_of

HOST = "kgc.example.com"
ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0f3c"
ALB = "alb.ingress.kubernetes.io/"
SECRET = "kgc-tls"  # noqa: S105  # the name of an object
NGINX = "nginx.ingress.kubernetes.io/"
GATEWAY = GatewayRoute(host=HOST, gateway="public", gateway_namespace="gateways", section="https")
BY_ARN = AcmTls(arn=ARN)
ISSUED = CertManagerTls(issuer="letsencrypt", secret_name=SECRET)
CERTIFICATE = CertificateSettings(domain=HOST, zone_id="Z0EXAMPLE", region="eu-central-1")


def alb(tls: AcmTls | None = BY_ARN, **values: Any) -> Environment:
    exposure = values.pop("exposure", AlbIngressSettings(host=HOST))
    return Environment(environment="dev", exposure=exposure, tls=tls, **values)


def nginx(tls: CertManagerTls | SecretTls | None = None, **values: Any) -> Environment:
    return Environment(environment="dev", exposure=NginxIngressSettings(host=HOST), tls=tls, **values)


def gateway(tls: CertManagerTls | None = None, exposure: GatewayRoute = GATEWAY) -> Environment:
    return Environment(environment="dev", exposure=exposure, tls=tls)


def notes(document: Document) -> dict[str, str]:
    return dict(document["metadata"].get("annotations", {}))


@pytest.mark.parametrize(("kind", "settings"), [(AlbIngress, alb()), (NginxIngress, nginx())])
def test_an_ingress_sends_every_path_of_its_host_to_the_http_port(kind: Kind, settings: Environment) -> None:
    (ingress,) = objects_of(kind, settings)
    (rule,) = ingress["spec"]["rules"]
    assert rule["host"] == HOST
    backend = {"service": {"name": "kgc-sidecar", "port": {"name": "http"}}}
    assert rule["http"]["paths"] == [{"path": "/", "pathType": "Prefix", "backend": backend}]
    assert "defaultBackend" not in ingress["spec"]


@pytest.mark.parametrize(("kind", "settings"), [(AlbIngress, alb()), (NginxIngress, nginx(ISSUED))])
def test_no_controller_is_told_to_change_a_path_or_to_run_configuration(kind: Kind, settings: Environment) -> None:
    (ingress,) = objects_of(kind, settings)
    assert not [name for name in notes(ingress) if "rewrite" in name or "snippet" in name or "actions" in name]


def test_the_class_is_a_setting() -> None:
    (ingress,) = objects_of(AlbIngress, alb(exposure=AlbIngressSettings(host=HOST, class_name="alb-internal")))
    assert ingress["spec"]["ingressClassName"] == "alb-internal"


def test_nginx_redirects_to_https_as_soon_as_there_is_a_certificate() -> None:
    (plain,) = objects_of(NginxIngress, nginx())
    assert "tls" not in plain["spec"]
    assert notes(plain)[NGINX + "ssl-redirect"] == "false"
    for tls in (ISSUED, SecretTls(secret_name=SECRET)):
        (ingress,) = objects_of(NginxIngress, nginx(tls))
        assert ingress["spec"]["tls"] == [{"hosts": [HOST], "secretName": SECRET}]
        assert notes(ingress)[NGINX + "ssl-redirect"] == "true"


@pytest.mark.parametrize(("kind", "settings", "prefix"), [(AlbIngress, alb, ALB), (NginxIngress, nginx, NGINX)])
def test_a_sidecar_that_speaks_tls_itself_is_called_so(kind: Kind, settings: Any, prefix: str) -> None:
    for scheme in ("HTTP", "HTTPS"):
        (ingress,) = objects_of(kind, settings(probe_request=ProbeRequest(scheme=scheme)))
        assert notes(ingress)[prefix + "backend-protocol"] == scheme


def test_the_load_balancer_calls_pods_and_is_internal_unless_told_otherwise() -> None:
    (ingress,) = objects_of(AlbIngress, alb())
    assert notes(ingress)[ALB + "target-type"] == "ip"
    assert notes(ingress)[ALB + "scheme"] == "internal"
    (public,) = objects_of(AlbIngress, alb(exposure=AlbIngressSettings(host=HOST, scheme="internet-facing")))
    assert notes(public)[ALB + "scheme"] == "internet-facing"


def test_the_load_balancer_serves_https_and_redirects_the_rest() -> None:
    (ingress,) = objects_of(AlbIngress, alb())
    found = notes(ingress)
    assert json.loads(found[ALB + "listen-ports"]) == [{"HTTP": 80}, {"HTTPS": 443}]
    assert found[ALB + "ssl-redirect"] == "443"
    assert "TLS13" in found[ALB + "ssl-policy"]


def test_without_tls_there_is_no_https_listener() -> None:
    (ingress,) = objects_of(AlbIngress, alb(tls=None))
    found = notes(ingress)
    assert json.loads(found[ALB + "listen-ports"]) == [{"HTTP": 80}]
    assert not {ALB + "ssl-redirect", ALB + "ssl-policy", ALB + "certificate-arn"} & found.keys()


def test_a_certificate_is_found_by_arn_or_else_by_host_name() -> None:
    (by_arn,) = objects_of(AlbIngress, alb())
    assert notes(by_arn)[ALB + "certificate-arn"] == ARN
    (by_host,) = objects_of(AlbIngress, alb(AcmTls(), certificate=CERTIFICATE))
    assert ALB + "certificate-arn" not in notes(by_host)
    assert by_host["spec"]["tls"] == [{"hosts": [HOST]}]


def test_the_load_balancer_asks_what_the_readiness_probe_asks() -> None:
    settings = alb(readiness=ReadinessProbe(path="/api/health/ready"), probe_request=ProbeRequest(headers={}))
    (ingress,) = objects_of(AlbIngress, settings)
    found = notes(ingress)
    assert found[ALB + "healthcheck-path"] == "/api/health/ready"
    assert found[ALB + "healthcheck-port"] == "traffic-port"
    assert found[ALB + "healthcheck-protocol"] == "HTTP"
    assert found[ALB + "success-codes"] == "200"


def test_a_redirect_is_healthy_where_the_check_cannot_send_the_header_that_avoids_it() -> None:
    (ingress,) = objects_of(AlbIngress, alb(probe_request=ProbeRequest(headers={"X-Forwarded-Proto": "https"})))
    assert notes(ingress)[ALB + "success-codes"] == "200-399"


def test_the_route_attaches_to_the_listener_of_the_platforms_gateway() -> None:
    (route,) = objects_of(HttpRoute, gateway())
    assert route["spec"] == {
        "parentRefs": [
            {
                "group": "gateway.networking.k8s.io",
                "kind": "Gateway",
                "name": "public",
                "namespace": "gateways",
                "sectionName": "https",
            }
        ],
        "hostnames": [HOST],
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                "backendRefs": [{"name": "kgc-sidecar", "port": 3000}],
            }
        ],
    }


def test_a_route_without_a_section_names_none() -> None:
    (route,) = objects_of(HttpRoute, gateway(exposure=GATEWAY.evolve(section=None)))
    assert "sectionName" not in route["spec"]["parentRefs"][0]


def test_the_certificate_is_for_the_host_with_a_new_key_each_time() -> None:
    (certificate,) = objects_of(IssuedCertificate, nginx(ISSUED))
    spec = certificate["spec"]
    assert spec["dnsNames"] == [HOST]
    assert spec["secretName"] == SECRET
    assert spec["issuerRef"] == {"group": "cert-manager.io", "kind": "ClusterIssuer", "name": "letsencrypt"}
    assert spec["privateKey"]["rotationPolicy"] == "Always"
    assert spec["privateKey"]["algorithm"] == "ECDSA"
    assert spec["usages"] == ["digital signature", "server auth"]


def test_only_the_platforms_gateways_may_read_the_certificate_and_nothing_else() -> None:
    (grant,) = objects_of(CertificateGrant, gateway(ISSUED))
    assert grant["spec"] == {
        "from": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "namespace": "gateways"}],
        "to": [{"group": "", "kind": "Secret", "name": SECRET}],
    }


@pytest.mark.parametrize(
    ("settings", "kinds"),
    [
        (Environment(environment="dev"), set()),
        (nginx(), {"Ingress"}),
        (nginx(SecretTls()), {"Ingress"}),
        (nginx(ISSUED), {"Ingress", "Certificate"}),
        (alb(), {"Ingress"}),
        (gateway(), {"HTTPRoute"}),
        (gateway(ISSUED), {"HTTPRoute", "Certificate", "ReferenceGrant"}),
    ],
)
def test_the_choices_decide_which_objects_there_are(settings: Environment, kinds: set[str]) -> None:
    assert by_kind(Exposure, settings).keys() == kinds


@pytest.mark.parametrize("kind", [AlbIngress, HttpRoute, IssuedCertificate, CertificateGrant])
def test_a_construct_refuses_settings_that_chose_something_else(kind: Kind) -> None:
    with pytest.raises(SettingsError, match="this construct renders that choice and no other"):
        objects_of(kind, nginx())
