"""The faults of the original's traffic and secrets: each rule fails on the original's objects and holds on ours."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from kgc_constructs.kubernetes.secret_delivery import pod_secrets
from kgc_constructs.outputs import workload_outputs
from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    CertManagerTls,
    Database,
    Environment,
    GatewayRoute,
    NetworkPolicySettings,
    NginxIngress,
    Redis,
    Vault,
)
from kgc_constructs.settings.object_names import labels_of
from tests.faults import original_exposure as original
from tests.kubernetes.documents import Document, objects, only, pod_of
from tests.kubernetes.traffic import End, Pod, Traffic

HOST = "kgc.example.com"
DELIVERIES = ("vault-agent", "vault-secrets-operator", "external-secrets")
EXPOSURES = {
    "nginx": {"exposure": NginxIngress(host=HOST), "tls": CertManagerTls(issuer="letsencrypt")},
    "alb": {
        "exposure": AlbIngress(host=HOST),
        "tls": AcmTls(arn="arn:aws:acm:eu-central-1:123456789012:certificate/0f3c"),
    },
    "gateway": {
        "exposure": GatewayRoute(host=HOST, gateway="public", gateway_namespace="gateways", section="https"),
        "tls": CertManagerTls(issuer="letsencrypt"),
    },
}
REWRITES = ("rewrite-target", "snippet", "app-root", "actions.")
SECRET_VARIABLES = {"API_KEY", "ENCRYPTION_KEY", "DATABASE_URL", "VAULT_TOKEN"}


def way_in(choice: str) -> Document:
    """Our Ingress or HTTPRoute."""
    found = objects(Environment(environment="dev", **EXPOSURES[choice]))
    return next(each for each in found.values() if each["kind"] in ("Ingress", "HTTPRoute"))


def arrives_as(route: Document, path: str) -> str:
    """The path that the sidecar sees: what a controller makes of the one that was asked for."""
    notes = route["metadata"].get("annotations", {})
    for name, value in notes.items():
        if name.endswith("/rewrite-target"):
            return str(value)
    assert not [name for name in notes if any(word in name for word in REWRITES)]
    assert not [rule for rule in route["spec"]["rules"] if rule.get("filters")]
    return path


def ends_tls(route: Document) -> bool:
    """Whether clients are kept from talking in plain text."""
    notes = route["metadata"].get("annotations", {})
    if route["kind"] == "HTTPRoute":
        return bool(route["spec"]["parentRefs"][0].get("sectionName") == "https")
    redirected = any(name.endswith("/ssl-redirect") and value != "false" for name, value in notes.items())
    return bool(route["spec"].get("tls")) and redirected


@pytest.mark.parametrize("choice", EXPOSURES)
def test_fault_05_a_url_arrives_as_it_was_sent(choice: str) -> None:
    path = "/api/v1/transactions"
    assert arrives_as(original.INGRESS, path) == "/"
    assert arrives_as(way_in(choice), path) == path


@pytest.mark.parametrize("choice", EXPOSURES)
def test_fault_05_clients_speak_tls(choice: str) -> None:
    assert not ends_tls(original.INGRESS)
    assert ends_tls(way_in(choice))


def test_fault_05_metrics_are_at_the_metrics_port(minimal: Environment) -> None:
    assert ":8080/" not in original.METRICS_URL
    assert ":8080/" in str(workload_outputs(minimal).metrics_url)


def test_fault_05_there_are_choices_beside_a_controller_that_ended() -> None:
    classes = {choice: way_in(choice)["spec"].get("ingressClassName") for choice in EXPOSURES}
    assert original.INGRESS["spec"]["ingressClassName"] == "nginx"
    assert classes == {"nginx": "nginx", "alb": "alb", "gateway": None}


NEEDED: dict[str, tuple[End, int, str]] = {
    "DNS": (Pod("kube-system", {"k8s-app": "kube-dns"}), 53, "UDP"),
    "Vault": (Pod("vault", {"app": "vault"}), 8200, "TCP"),
    "Redis": (Pod("data", {"app": "redis"}), 6379, "TCP"),
    "HTTPS": ("203.0.113.7", 443, "TCP"),
}
CALLERS: dict[str, tuple[End, int]] = {
    "the scrape": (Pod("monitoring"), 8080),
    "the ingress controller": (Pod("ingress-nginx"), 3000),
}


def everything() -> Environment:
    return Environment(
        environment="dev",
        vault=Vault(address="http://vault.vault.svc:8200"),
        database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
        redis=Redis(url="redis://redis.data.svc:6379"),
        network_policy=NetworkPolicySettings(allow_https=True),
        exposure=NginxIngress(host=HOST),
    )


def ours() -> tuple[Traffic, Pod]:
    settings = everything()
    return Traffic.under(objects(settings).values()), Pod(settings.full_namespace, labels_of(settings))


def theirs() -> tuple[Traffic, Pod]:
    return Traffic.under([original.NETWORK_POLICY]), Pod(original.NAMESPACE, original.LABELS)


@pytest.mark.parametrize("what", NEEDED)
def test_fault_06_what_the_sidecar_calls_is_open(what: str) -> None:
    end, port, protocol = NEEDED[what]
    traffic, pod = theirs()
    assert not traffic.leaves(pod, end, port, protocol)
    traffic, pod = ours()
    assert traffic.leaves(pod, end, port, protocol)


@pytest.mark.parametrize("who", CALLERS)
def test_fault_06_who_calls_the_sidecar_may(who: str) -> None:
    end, port = CALLERS[who]
    traffic, pod = theirs()
    assert not traffic.enters(pod, end, port)
    traffic, pod = ours()
    assert traffic.enters(pod, end, port)


def test_fault_06_every_other_pod_of_the_namespace_may_do_nothing() -> None:
    traffic, pod = theirs()
    assert traffic.leaves(Pod(pod.namespace, {"app": "stranger"}), "203.0.113.7", 443)
    traffic, pod = ours()
    assert not traffic.leaves(Pod(pod.namespace, {"app": "stranger"}), "203.0.113.7", 443)
    assert not traffic.enters(Pod(pod.namespace, {"app": "stranger"}), Pod("default"), 80)


def texts(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def decoded(text: str) -> str | None:
    """What `text` says in base64, if it is that."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def encoded_twice(documents: Iterable[Document]) -> list[str]:
    """Values that are base64 of base64 of something longer than a word."""
    found = (once for document in documents for text in texts(document) if (once := decoded(text)))
    return [twice for once in found if len(once) > 16 and (twice := decoded(once))]


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_fault_04_nothing_is_encoded_twice_and_no_key_follows_from_the_public_name(delivery: str) -> None:
    api_key, encryption_key, _ = encoded_twice([original.SECRET])
    suffix = original.HOST.split(".")[0].rpartition("-")[2]
    assert (api_key, encryption_key) == (f"test-api-key-{suffix}", f"test-encryption-key-{suffix}")
    settings = Environment(environment="dev", secret_delivery={"kind": delivery}, exposure=NginxIngress(host=HOST))
    documents = list(objects(settings).values())
    assert encoded_twice(documents) == []
    assert not [document for document in documents if document["kind"] == "Secret"]


def secret_variables(pod: Document) -> set[str]:
    """Variables of the manifest that hold a secret, or name one."""
    return {
        each["name"]
        for container in pod["spec"]["containers"]
        for each in container.get("env", [])
        if "secretKeyRef" in each.get("valueFrom", {}) or each["name"] in SECRET_VARIABLES
    }


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_fault_08_secrets_are_files_that_the_program_starts_from(delivery: str) -> None:
    assert secret_variables(original.POD) == {"API_KEY", "ENCRYPTION_KEY", "DATABASE_URL"}
    settings = Environment(environment="dev", secret_delivery={"kind": delivery})
    pod = pod_of(only("Deployment", objects(settings)))
    assert secret_variables(pod) == set()
    (container,) = pod["spec"]["containers"]
    assert ". /vault/secrets/database.env" in container["command"][2]
    assert container["command"][3:] == ["kgc-sidecar", "node", ".output/server/index.mjs"]


@pytest.mark.parametrize("change", [{"vault": {"mount_path": "other"}}, {"database": {"credentials": "static"}}])
@pytest.mark.parametrize("delivery", DELIVERIES)
def test_fault_08_a_change_of_what_is_delivered_rolls_the_pods(delivery: str, change: dict[str, Any]) -> None:
    notes = original.POD["metadata"]["annotations"]
    assert not [name for name in notes if "checksum" in name], "nothing of the original's pods depends on its secrets"
    settings = Environment(environment="dev", secret_delivery={"kind": delivery})
    one, other = (pod_of(only("Deployment", objects(each))) for each in (settings, settings.evolve(**change)))
    name = "checksum/delivery"
    assert one["metadata"]["annotations"][name] != other["metadata"]["annotations"][name]


def token_volume(pod: Document) -> str | None:
    """The volume in which the injector finds the agent's token (vault-k8s, `serviceaccount` of `agent.go`)."""
    spec, notes = pod["spec"], pod["metadata"].get("annotations", {})
    named = notes.get("vault.hashicorp.com/agent-service-account-token-volume-name")
    if named:
        return named if named in {each["name"] for each in spec.get("volumes", [])} else None
    if spec.get("automountServiceAccountToken", True):
        return "kube-api-access"
    mounts = [mount for container in spec["containers"] for mount in container.get("volumeMounts", [])]
    return next((str(mount["name"]) for mount in mounts if "serviceaccount" in mount["mountPath"]), None)


def agent_cpu(pod: Document) -> str:
    """What the injector asks for the agent."""
    return str(pod["metadata"]["annotations"].get("vault.hashicorp.com/agent-requests-cpu", "250m"))


def test_fault_35_the_injector_finds_the_token_though_no_token_is_mounted(app_environment: Environment) -> None:
    assert token_volume(original.INJECTED_POD) is None
    pod = pod_of(only("Deployment", objects(app_environment)))
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert token_volume(pod) == "vault-token"
    (projected,) = [each["projected"] for each in pod["spec"]["volumes"] if each["name"] == "vault-token"]
    (source,) = projected["sources"]
    assert source["serviceAccountToken"]["audience"] == app_environment.pod_login.audience
    mounted = {mount["name"] for container in pod["spec"]["containers"] for mount in container["volumeMounts"]}
    assert "vault-token" not in mounted, "the agent alone needs it"


def test_fault_35_the_pod_sets_the_seccomp_profile_that_the_injector_does_not(app_environment: Environment) -> None:
    assert "securityContext" not in original.INJECTED_POD["spec"]
    pod = pod_of(only("Deployment", objects(app_environment)))
    assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_fault_35_the_agent_skews_no_autoscaler(app_environment: Environment) -> None:
    assert agent_cpu(original.INJECTED_POD) == "250m"
    found = objects(app_environment)
    assert agent_cpu(pod_of(only("Deployment", found))) == pod_secrets(app_environment).cpu_request == "25m"
    for autoscaler in (each for each in found.values() if each["kind"] == "HorizontalPodAutoscaler"):
        (metric,) = autoscaler["spec"]["metrics"]
        assert metric["containerResource"]["container"] == "kgc-sidecar"
