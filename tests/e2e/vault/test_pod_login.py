"""A pod's own token opens its own three secrets, and no token that differs in anything opens any."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.vault.applied import Applied
from tests.e2e.vault.tokens import account_token, claims_of, pod_token, resigned
from tests.e2e.vault.workload import Workload
from tests.servers.kubernetes import ControlPlane
from tests.servers.vault import Vault, asked
from tests.servers.web import Reply


@dataclass(frozen=True)
class Door:
    """One environment's login, and the pod that may use it."""

    vault: Vault
    applied: Applied
    workload: Workload

    def knock(self, token: str, *, role: str | None = None) -> Reply:
        """Try to log in."""
        body = {"role": role or self.applied.names.auth_role, "jwt": token}
        return self.vault.client("").send("POST", f"/auth/{self.applied.names.auth_mount}/login", body)

    def own_token(self) -> str:
        """The token that the kubelet would give the pod."""
        return self.token_for(self.applied.environment.pod_login.audience)

    def token_for(self, audience: str) -> str:
        """The pod's token for some audience."""
        names = self.workload.names
        pod = self.workload.pod
        return pod_token(
            self.workload.kubectl, names.namespace, audience=audience, account=names.service_account, pod=pod
        )


@pytest.fixture(params=["outside", "inside"])
def door(request: pytest.FixtureRequest, vault: Vault) -> Door:
    """Both ways to log in: signatures checked by Vault, and tokens reviewed by the cluster."""
    applied: Applied = request.getfixturevalue(request.param)
    workload: Workload = request.getfixturevalue(f"{request.param}_workload")
    return Door(vault, applied, workload)


def _opened(reply: Reply) -> Mapping[str, Any]:
    assert reply.ok, reply.body
    auth: Mapping[str, Any] = reply.json()["auth"]
    return auth


def test_the_pod_logs_in_and_reads_its_three_secrets(door: Door) -> None:
    auth = _opened(door.knock(door.own_token()))
    names = door.applied.names
    assert auth["policies"] == [names.read_policy]
    client = door.vault.client(auth["client_token"])
    for secret in ("api-credentials", "database-credentials", "encryption-credentials"):
        assert asked(client, "GET", f"/{names.secret(secret)}")["data"]["data"]
    asked(client, "POST", "/auth/token/renew-self", {})
    assert client.send("GET", f"/{names.secret('other')}").status == 403


def test_the_other_environments_secrets_stay_shut(door: Door, request: pytest.FixtureRequest) -> None:
    other: Applied = request.getfixturevalue("inside" if door.applied.environment.slug == "e2e" else "outside")
    client = door.vault.client(_opened(door.knock(door.own_token()))["client_token"])
    assert client.send("GET", f"/{other.names.secret('api-credentials')}").status == 403
    body = {"role": other.names.auth_role, "jwt": door.own_token()}
    assert door.vault.client("").send("POST", f"/auth/{other.names.auth_mount}/login", body).status in (400, 403)
    assert not door.knock(door.own_token(), role=other.names.auth_role).ok


def test_another_account_is_refused(door: Door) -> None:
    namespace = door.workload.names.namespace
    door.workload.kubectl.apply([_account("another", namespace)])
    token = account_token(door.workload.kubectl, namespace, "another", audience="vault")
    assert door.knock(token).status in (400, 403)


def test_an_account_of_that_name_in_another_namespace_is_refused(door: Door) -> None:
    name, elsewhere, kubectl = door.workload.names.service_account, "kgc-elsewhere", door.workload.kubectl
    kubectl.apply([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": elsewhere}}])
    kubectl.apply([_account(name, elsewhere)])
    token = account_token(kubectl, elsewhere, name, audience="vault")
    assert door.knock(token).status in (400, 403)


@pytest.mark.parametrize("audience", ["https://kubernetes.default.svc", "somebody-else"])
def test_another_audience_is_refused(door: Door, audience: str) -> None:
    assert door.knock(door.token_for(audience)).status in (400, 403)


def test_the_rotation_role_is_not_the_pods(door: Door) -> None:
    assert not door.knock(door.own_token(), role=door.applied.names.rotation_role).ok


def test_an_expired_token_is_refused_and_only_for_its_age(door: Door, control_plane: ControlPlane) -> None:
    key, token, now = control_plane.api.service_accounts.private, door.own_token(), int(time.time())
    assert claims_of(token)["exp"] - now <= 600
    assert door.knock(resigned(token, key)).ok  # signed again without a change, it is as good as the first
    expired = resigned(token, key, iat=now - 4000, nbf=now - 4000, exp=now - 400)
    assert door.knock(expired).status in (400, 403)


def test_a_token_of_another_cluster_is_refused(door: Door, control_plane: ControlPlane) -> None:
    key, token = control_plane.api.service_accounts.private, door.own_token()
    assert not door.knock(resigned(token, key, iss="https://another.example.com")).ok
    assert not door.knock(token[:-8] + ("AAAAAAAA" if not token.endswith("AAAAAAAA") else "BBBBBBBB")).ok


def _account(name: str, namespace: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": namespace}}
