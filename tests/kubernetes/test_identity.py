"""Who the pods are and what they may ask."""

from __future__ import annotations

from kgc_constructs.kubernetes import Role, RoleBinding, ServiceAccount
from kgc_constructs.settings import Environment
from tests.kubernetes.documents import alone


def test_the_service_account_mounts_no_token(minimal: Environment) -> None:
    account = alone(ServiceAccount, minimal)
    assert account["automountServiceAccountToken"] is False
    assert "secrets" not in account
    assert "imagePullSecrets" not in account


def test_the_service_account_holds_the_registrys_secrets(minimal: Environment) -> None:
    account = alone(ServiceAccount, minimal.evolve(image={"pull_secrets": ("registry", "mirror")}))
    assert account["imagePullSecrets"] == [{"name": "registry"}, {"name": "mirror"}]


def test_the_role_may_get_its_own_configuration_and_nothing_else(minimal: Environment) -> None:
    assert alone(Role, minimal)["rules"] == [
        {"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["kgc-sidecar-config"], "verbs": ["get"]}
    ]


def test_the_role_is_given_to_the_one_account(minimal: Environment) -> None:
    binding = alone(RoleBinding, minimal)
    assert binding["roleRef"] == {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "kgc-sidecar"}
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "kgc-sidecar", "namespace": "kgc-sidecar"}]
