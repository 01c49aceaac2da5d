"""Where a URL of the settings leads, by its name and by what `network_policy.peers` says of it."""

from __future__ import annotations

import pytest

from kgc_constructs.settings import (
    Database,
    Environment,
    ExternalSecrets,
    NetworkPolicySettings,
    Observability,
    Peer,
    Vault,
    VaultAgent,
)
from kgc_constructs.settings.destinations import Destination, destinations, rotation_destinations, urls_in_use

OUTSIDE = ("0.0.0.0/0", "::/0")


def database_at(host: str, *peers: Peer) -> Destination:
    environment = Environment(
        environment="dev",
        database=Database(url=f"postgresql://{host}:6432/kgc"),
        network_policy=NetworkPolicySettings(peers=peers),
    )
    (found,) = [each for each in destinations(environment) if each.field == "database.url"]
    assert found.host == host.strip("[]")
    return found


@pytest.mark.parametrize(
    ("host", "namespace", "cidrs"),
    [
        ("postgres", None, ()),
        ("postgres.data", "data", ()),
        ("postgres.data.svc", "data", ()),
        ("postgres.data.svc.cluster.local", "data", ()),
        ("db.example.com", None, OUTSIDE),
        ("10.1.2.3", None, ("10.1.2.3/32",)),
        ("[2001:db8::7]", None, ("2001:db8::7/128",)),
    ],
)
def test_a_name_alone_says_where_it_leads(host: str, namespace: str | None, cidrs: tuple[str, ...]) -> None:
    found = database_at(host)
    assert (found.namespace, found.cidrs, found.port) == (namespace, cidrs, 6432)


def test_networks_of_a_peer_replace_the_whole_world() -> None:
    found = database_at("db.example.com", Peer(host="db.example.com", cidrs=("10.9.0.0/24",)))
    assert (found.namespace, found.cidrs, found.port) == (None, ("10.9.0.0/24",), 6432)


def test_a_peer_may_say_the_port_alone() -> None:
    found = database_at("postgres.data.svc", Peer(host="postgres.data.svc", port=5432))
    assert (found.namespace, found.cidrs, found.port) == ("data", (), 5432)


def test_labels_of_a_peer_keep_the_namespace_of_the_name() -> None:
    found = database_at("postgres.data.svc", Peer(host="postgres.data.svc", labels={"app": "pg"}))
    assert (found.namespace, found.labels) == ("data", (("app", "pg"),))


def test_a_public_name_may_be_pods_of_the_cluster() -> None:
    found = database_at("db.example.com", Peer(host="db.example.com", namespace="data"))
    assert (found.namespace, found.cidrs) == ("data", ())


def test_only_the_agent_calls_vault_from_the_sidecars_pod() -> None:
    fields = {
        delivery.kind: {each.field for each in destinations(Environment(environment="dev", secret_delivery=delivery))}
        for delivery in (VaultAgent(), ExternalSecrets())
    }
    assert "vault.address" in fields["vault-agent"]
    assert "vault.address" not in fields["external-secrets"]


def test_the_rotation_calls_vault_and_nothing_else() -> None:
    environment = Environment(environment="dev", secret_delivery=ExternalSecrets())
    assert [each.field for each in rotation_destinations(environment)] == ["vault.address"]
    assert ("vault.address", "http://vault:8200") in list(urls_in_use(environment))
    still = environment.evolve(vault=Vault(rotation=None))
    assert rotation_destinations(still) == ()
    assert not [field for field, _ in urls_in_use(still) if field == "vault.address"]


def test_each_url_in_use_is_named_once() -> None:
    urls = list(urls_in_use(Environment(environment="dev", observability=Observability(tracing=None))))
    assert [field for field, _ in urls] == ["vault.address", "database.url"]
