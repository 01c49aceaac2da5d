"""Nothing but the flows that the settings need, in both directions."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from kgc_constructs.kubernetes.network_policies import DefaultDeny, NetworkPolicies
from kgc_constructs.settings import (
    AlbIngress,
    Database,
    Environment,
    ExternalSecrets,
    GatewayRoute,
    Metrics,
    NetworkPolicySettings,
    NginxIngress,
    Observability,
    Peer,
    Redis,
    Tracing,
    Vault,
)
from kgc_constructs.settings.object_names import labels_of, rotation_selector_of
from tests.kubernetes.alone import objects_of
from tests.kubernetes.traffic import End, Pod, Traffic

KUBE_DNS = Pod("kube-system", {"k8s-app": "kube-dns"})
PROMETHEUS = Pod("monitoring", {"app.kubernetes.io/name": "prometheus"})


def environment(**values: Any) -> Environment:
    return Environment(environment="dev", **values)


def sidecar_of(settings: Environment) -> Pod:
    return Pod(settings.full_namespace, labels_of(settings))


def traffic(settings: Environment) -> tuple[Traffic, Pod]:
    return Traffic.under(objects_of(DefaultDeny, settings, NetworkPolicies)), sidecar_of(settings)


def test_a_pod_that_no_policy_names_talks_to_nobody() -> None:
    settings = environment()
    allowed, _ = traffic(settings)
    stranger = Pod(settings.full_namespace, {"app": "stranger"})
    assert not allowed.leaves(stranger, KUBE_DNS, 53, "UDP")
    assert not allowed.leaves(stranger, "203.0.113.7", 443)
    assert not allowed.enters(stranger, PROMETHEUS, 8080)


def test_the_default_denies_both_directions_of_all_pods() -> None:
    (deny,) = objects_of(DefaultDeny, environment())
    assert deny["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert deny["metadata"]["name"] == "default-deny"


def test_names_can_be_asked_over_both_protocols_and_of_nobody_else() -> None:
    allowed, sidecar = traffic(environment())
    assert allowed.leaves(sidecar, KUBE_DNS, 53, "UDP")
    assert allowed.leaves(sidecar, KUBE_DNS, 53, "TCP")
    assert not allowed.leaves(sidecar, Pod("kube-system", {"k8s-app": "metrics-server"}), 53, "UDP")
    assert not allowed.leaves(sidecar, "203.0.113.53", 53, "UDP")


def test_the_dns_server_may_be_in_another_namespace() -> None:
    settings = environment(network_policy=NetworkPolicySettings(dns_namespace="dns"))
    allowed, sidecar = traffic(settings)
    assert allowed.leaves(sidecar, Pod("dns", {"k8s-app": "kube-dns"}), 53, "UDP")
    assert not allowed.leaves(sidecar, KUBE_DNS, 53, "UDP")


def test_every_url_of_the_settings_can_be_called() -> None:
    settings = environment(
        vault=Vault(address="http://vault.vault.svc:8200"),
        database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
        redis=Redis(url="redis://redis:6379"),
        observability=Observability(tracing=Tracing(endpoint="http://collector.tracing.svc:4318/v1/traces")),
    )
    allowed, sidecar = traffic(settings)
    assert allowed.leaves(sidecar, Pod("vault"), 8200)
    assert allowed.leaves(sidecar, Pod("data"), 5432)
    assert allowed.leaves(sidecar, Pod(settings.full_namespace, {"app": "redis"}), 6379)
    assert allowed.leaves(sidecar, Pod("tracing"), 4318)


def test_a_destination_is_open_at_its_own_port_only() -> None:
    settings = environment(database=Database(url="postgresql://postgres.data.svc:5432/kgc"))
    allowed, sidecar = traffic(settings)
    assert not allowed.leaves(sidecar, Pod("data"), 22)
    assert not allowed.leaves(sidecar, Pod("data"), 5432, "UDP")
    assert not allowed.leaves(sidecar, Pod("other"), 5432)


def test_what_is_switched_off_is_not_reachable() -> None:
    settings = environment(observability=None, vault=Vault(rotation=None), secret_delivery=ExternalSecrets())
    allowed, sidecar = traffic(settings)
    own = Pod(settings.full_namespace)
    assert not allowed.leaves(sidecar, own, 8200), "the operator calls Vault, not the pod"
    assert not allowed.leaves(sidecar, own, 14268)
    assert not allowed.leaves(sidecar, own, 6379)
    assert not allowed.enters(sidecar, PROMETHEUS, 8080)


def test_labels_and_port_of_a_peer_narrow_its_rule() -> None:
    peer = Peer(host="postgres.data.svc", labels={"app": "pg"}, port=6432)
    settings = environment(
        database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
        network_policy=NetworkPolicySettings(peers=(peer,)),
    )
    allowed, sidecar = traffic(settings)
    assert allowed.leaves(sidecar, Pod("data", {"app": "pg"}), 6432)
    assert not allowed.leaves(sidecar, Pod("data", {"app": "pg"}), 5432)
    assert not allowed.leaves(sidecar, Pod("data", {"app": "other"}), 6432)


def test_a_public_name_opens_its_port_in_both_protocols_of_the_internet() -> None:
    settings = environment(database=Database(url="postgresql://db.example.com:5432/kgc"))
    allowed, sidecar = traffic(settings)
    assert allowed.leaves(sidecar, "203.0.113.7", 5432)
    assert allowed.leaves(sidecar, "10.1.2.3", 5432), "a public name may well lead to a private address"
    assert allowed.leaves(sidecar, "2001:db8::7", 5432)
    assert not allowed.leaves(sidecar, "203.0.113.7", 443)


@pytest.mark.parametrize("metadata", ["169.254.169.254", "169.254.170.23", "fd00:ec2::254", "fe80::1"])
def test_a_nodes_credentials_are_out_of_reach_even_where_everything_else_is_not(metadata: str) -> None:
    settings = environment(
        vault=Vault(address="http://vault.example.com:80"),
        network_policy=NetworkPolicySettings(
            allow_https=True, peers=(Peer(host="vault.example.com", cidrs=("0.0.0.0/0", "::/0")),)
        ),
    )
    allowed, sidecar = traffic(settings)
    assert not allowed.leaves(sidecar, metadata, 80)
    assert not allowed.leaves(sidecar, metadata, 443)


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "169.254.0.0/16", "169.254.170.0/24", "10.0.0.0/8", "::/0", "fe80::/10"])
def test_what_is_taken_out_of_a_network_is_a_smaller_part_of_it(cidr: str) -> None:
    """The API server refuses anything else: an exception must be a strict subset."""
    peer = Peer(host="vault", cidrs=(cidr,))
    (sidecar, _) = objects_of(NetworkPolicies, environment(network_policy=NetworkPolicySettings(peers=(peer,))))
    blocks = [each["ipBlock"] for rule in sidecar["spec"]["egress"] for each in rule["to"] if "ipBlock" in each]
    assert [block["cidr"] for block in blocks] == [cidr]
    for part in blocks[0].get("except", []):
        inner, outer = ip_network(part), ip_network(cidr)
        assert inner.version == outer.version
        assert inner != outer
        assert inner.subnet_of(outer)  # type: ignore[arg-type]  # the same version, as just seen


def test_networks_of_a_peer_are_all_that_is_open() -> None:
    settings = environment(
        database=Database(url="postgresql://db.example.com:5432/kgc"),
        network_policy=NetworkPolicySettings(peers=(Peer(host="db.example.com", cidrs=("10.9.0.0/24",)),)),
    )
    allowed, sidecar = traffic(settings)
    assert allowed.leaves(sidecar, "10.9.0.7", 5432)
    assert not allowed.leaves(sidecar, "10.9.1.7", 5432)
    assert not allowed.leaves(sidecar, "2001:db8::7", 5432)


@pytest.mark.parametrize("private", ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd12:3456::1"])
def test_https_leads_to_public_addresses_only_and_only_when_wanted(private: str) -> None:
    closed, sidecar = traffic(environment())
    assert not closed.leaves(sidecar, "203.0.113.7", 443)
    allowed, sidecar = traffic(environment(network_policy=NetworkPolicySettings(allow_https=True)))
    assert allowed.leaves(sidecar, "203.0.113.7", 443)
    assert allowed.leaves(sidecar, "2001:db8::7", 443)
    assert not allowed.leaves(sidecar, private, 443)
    assert not allowed.leaves(sidecar, "203.0.113.7", 80)


def test_only_the_controller_in_use_may_call() -> None:
    choices: list[tuple[End, NginxIngress | GatewayRoute | AlbIngress]] = [
        (Pod("ingress-nginx"), NginxIngress(host="kgc.example.com")),
        (Pod("gateways"), GatewayRoute(host="kgc.example.com", gateway="public", gateway_namespace="gateways")),
        ("10.7.0.9", AlbIngress(host="kgc.example.com", source_cidrs=("10.7.0.0/16",))),
    ]
    for used, exposure in choices:
        allowed, sidecar = traffic(environment(exposure=exposure))
        assert [caller for caller, _ in choices if allowed.enters(sidecar, caller, 3000)] == [used]
        assert not allowed.enters(sidecar, used, 8080), "metrics are never exposed"
    allowed, sidecar = traffic(environment())
    assert not any(allowed.enters(sidecar, caller, 3000) for caller, _ in choices)


def test_client_namespaces_may_call_the_api_and_nothing_else() -> None:
    settings = environment(network_policy=NetworkPolicySettings(client_namespaces=("app", "batch")))
    allowed, sidecar = traffic(settings)
    assert allowed.enters(sidecar, Pod("app"), 3000)
    assert allowed.enters(sidecar, Pod("batch"), 3000)
    assert not allowed.enters(sidecar, Pod("other"), 3000)
    assert not allowed.enters(sidecar, Pod("app"), 8080)


def test_the_scraper_reads_metrics_and_nothing_else() -> None:
    settings = environment(observability=Observability(metrics=Metrics(scraper_namespace="metrics")))
    allowed, sidecar = traffic(settings)
    assert allowed.enters(sidecar, Pod("metrics"), 8080)
    assert not allowed.enters(sidecar, Pod("metrics"), 3000)
    assert not allowed.enters(sidecar, PROMETHEUS, 8080)


def test_the_rotation_reaches_vault_and_dns_and_nobody_reaches_it() -> None:
    settings = environment(
        vault=Vault(address="http://vault.vault.svc:8200"),
        database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
        exposure=NginxIngress(),
    )
    allowed, _ = traffic(settings)
    rotation = Pod(settings.full_namespace, {**labels_of(settings), **rotation_selector_of(settings)})
    assert allowed.leaves(rotation, Pod("vault"), 8200)
    assert allowed.leaves(rotation, KUBE_DNS, 53, "UDP")
    assert not allowed.leaves(rotation, Pod("data"), 5432)
    assert not allowed.enters(rotation, Pod("ingress-nginx"), 3000)
    assert not allowed.enters(rotation, PROMETHEUS, 8080)


def test_the_rotation_reaches_vault_when_an_operator_delivers_the_secrets() -> None:
    settings = environment(vault=Vault(address="http://vault.vault.svc:8200"), secret_delivery=ExternalSecrets())
    allowed, sidecar = traffic(settings)
    rotation = Pod(settings.full_namespace, rotation_selector_of(settings))
    assert allowed.leaves(rotation, Pod("vault"), 8200)
    assert not allowed.leaves(sidecar, Pod("vault"), 8200)


def test_without_rotation_there_is_no_policy_for_it() -> None:
    names = {each["metadata"]["name"] for each in objects_of(NetworkPolicies, environment(vault=Vault(rotation=None)))}
    assert names == {"kgc-sidecar"}
