"""Secrets by the two operators: the same variables, from Secrets that they keep up to date."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.errors import SettingsError
from kgc_constructs.kubernetes.external_secrets import SidecarSecret
from kgc_constructs.kubernetes.secret_delivery import SecretDelivery, pod_secrets
from kgc_constructs.kubernetes.vault_secrets_operator import VaultSecretsOperator
from kgc_constructs.settings import Database, Environment, ExternalSecrets, JwtLogin, Vault, VaultAgent
from kgc_constructs.settings import VaultSecretsOperator as VaultSecretsOperatorSettings
from tests.kubernetes.alone import Document, by_name, objects_of

STATIC = Database(credentials="static", url="postgresql://postgres.data.svc:6432/kgc")
DYNAMIC = Database(credentials="dynamic", credential_ttl_seconds=1200)
JWT = JwtLogin(discovery_url="https://oidc.example.com", audience="kgc-vault")
VAULT = Vault(address="http://vault.vault.svc:8200", namespace="team-a")
NAME = "kgc-sidecar-secrets"
DATABASE = f"{NAME}-database"


def vso(**values: Any) -> Environment:
    return Environment(environment="dev", secret_delivery=VaultSecretsOperatorSettings(refresh_seconds=90), **values)


def eso(**values: Any) -> Environment:
    return Environment(environment="dev", secret_delivery=ExternalSecrets(refresh_seconds=90), **values)


def delivered(settings: Environment) -> dict[tuple[str, str], dict[str, Any]]:
    """The specs of the delivery's objects, by kind and name."""
    return {key: document["spec"] for key, document in by_name(SecretDelivery, settings).items()}


def files_of(settings: Environment) -> dict[str, str]:
    """The files in the volume, with the Secrets they come from."""
    (volume,) = pod_secrets(settings).volumes
    rendered = volume._values["projected"]._values
    found = {}
    for source in rendered["sources"]:
        secret = source._values["secret"]._values
        (item,) = secret["items"]
        assert item._values["key"] == item._values["path"]
        found[item._values["path"]] = secret["name"]
    return found


def test_the_operator_logs_in_as_the_sidecar() -> None:
    specs = delivered(vso(vault=VAULT))
    assert specs["VaultConnection", NAME] == {"address": "http://vault.vault.svc:8200", "skipTLSVerify": False}
    assert specs["VaultAuth", NAME] == {
        "vaultConnectionRef": NAME,
        "namespace": "team-a",
        "method": "kubernetes",
        "mount": "kubernetes-development",
        "kubernetes": {
            "role": "kgc-sidecar-development",
            "serviceAccount": "kgc-sidecar",
            "audiences": ["vault"],
            "tokenExpirationSeconds": 600,
        },
    }


def test_the_operator_logs_in_by_jwt_where_the_pods_do() -> None:
    auth = delivered(vso(pod_login=JWT))["VaultAuth", NAME]
    assert auth["method"] == "jwt"
    assert auth["mount"] == "jwt-development"
    assert auth["jwt"]["audiences"] == ["kgc-vault"]
    assert "kubernetes" not in auth


def test_each_static_secret_is_read_from_the_environments_mount_and_restarts_the_deployment() -> None:
    specs = delivered(vso(database=STATIC))
    static = {spec["path"]: spec for (kind, _), spec in specs.items() if kind == "VaultStaticSecret"}
    assert static.keys() == {"api-credentials", "encryption-credentials", "database-credentials"}
    for spec in static.values():
        assert spec["type"] == "kv-v2"
        assert spec["mount"] == "kgc-development"
        assert spec["refreshAfter"] == "90s"
        assert spec["rolloutRestartTargets"] == [{"kind": "Deployment", "name": "kgc-sidecar"}]


def test_a_short_lived_login_comes_from_the_database_engine() -> None:
    specs = delivered(vso(database=DYNAMIC))
    dynamic = specs["VaultDynamicSecret", DATABASE]
    assert dynamic["mount"] == "database-development"
    assert dynamic["path"] == "creds/kgc-sidecar"
    assert dynamic["rolloutRestartTargets"] == [{"kind": "Deployment", "name": "kgc-sidecar"}]
    assert ("VaultStaticSecret", DATABASE) not in specs


def test_an_operators_secret_holds_one_file_and_no_raw_value() -> None:
    for (kind, name), spec in delivered(vso()).items():
        if kind in ("VaultStaticSecret", "VaultDynamicSecret"):
            destination = spec["destination"]
            assert destination["name"] == name
            assert destination["create"] is True
            assert destination["transformation"]["excludeRaw"] is True
            assert destination["transformation"]["excludes"] == [".*"]
            assert len(destination["transformation"]["templates"]) == 1


@pytest.mark.parametrize("database", [STATIC, DYNAMIC])
def test_the_pod_mounts_exactly_the_files_that_the_operators_write(database: Database) -> None:
    written = {
        file: spec["destination"]["name"]
        for (kind, _), spec in delivered(vso(database=database)).items()
        if kind in ("VaultStaticSecret", "VaultDynamicSecret")
        for file in spec["destination"]["transformation"]["templates"]
    }
    assert files_of(vso(database=database)) == written
    written = {
        file: spec["target"]["name"]
        for (kind, _), spec in delivered(eso(database=database)).items()
        if kind == "ExternalSecret"
        for file in spec["target"]["template"]["data"]
    }
    assert files_of(eso(database=database)) == written == {"kgc-sidecar.env": NAME, "database.env": DATABASE}


@pytest.mark.parametrize("settings", [vso(), eso()])
def test_the_pod_has_no_login_of_its_own_then(settings: Environment) -> None:
    secrets = pod_secrets(settings)
    assert secrets.environment == {"VAULT_ENABLED": "false"}
    assert not secrets.injects_container
    assert secrets.annotations == {}
    assert "VAULT_TOKEN" not in secrets.command_prefix[2]
    (mount,) = secrets.mounts
    assert mount._values["mount_path"] == "/vault/secrets"
    assert mount._values["read_only"] is True


def test_the_container_looks_at_the_files_only_where_nobody_else_restarts_the_pods() -> None:
    assert "cksum" not in pod_secrets(vso()).command_prefix[2]
    assert "/vault/secrets/kgc-sidecar.env /vault/secrets/database.env | cksum" in pod_secrets(eso()).command_prefix[2]


def test_the_store_is_the_environments_mount_read_as_the_sidecar() -> None:
    vault = delivered(eso(vault=VAULT))["SecretStore", NAME]["provider"]["vault"]
    assert vault == {
        "server": "http://vault.vault.svc:8200",
        "namespace": "team-a",
        "path": "kgc-development",
        "version": "v2",
        "auth": {
            "kubernetes": {
                "mountPath": "kubernetes-development",
                "role": "kgc-sidecar-development",
                "serviceAccountRef": {"name": "kgc-sidecar", "audiences": ["vault"]},
            }
        },
    }


def test_a_token_for_jwt_has_the_one_audience_of_the_settings() -> None:
    auth = delivered(eso(pod_login=JWT))["SecretStore", NAME]["provider"]["vault"]["auth"]
    token = auth["jwt"]["kubernetesServiceAccountToken"]
    assert auth["jwt"]["path"] == "jwt-development"
    assert token["audiences"] == ["kgc-vault"]
    assert token["serviceAccountRef"] == {"name": "kgc-sidecar"}


def test_the_keys_are_read_as_often_as_the_settings_say() -> None:
    spec = delivered(eso())["ExternalSecret", NAME]
    assert spec["refreshInterval"] == "90s"
    assert spec["secretStoreRef"] == {"kind": "SecretStore", "name": NAME}
    assert [(each["secretKey"], each["remoteRef"]["key"], each["remoteRef"]["property"]) for each in spec["data"]] == [
        ("api_key", "api-credentials", "api_key"),
        ("encryption_key", "encryption-credentials", "encryption_key"),
    ]
    assert spec["target"]["template"]["mergePolicy"] == "Replace"


def test_a_generated_login_is_replaced_at_half_its_life() -> None:
    specs = delivered(eso(database=DYNAMIC))
    spec = specs["ExternalSecret", DATABASE]
    assert spec["refreshInterval"] == "600s"
    (source,) = spec["dataFrom"]
    reference = source["sourceRef"]["generatorRef"]
    assert specs[reference["kind"], reference["name"]]["path"] == "database-development/creds/kgc-sidecar"


def test_a_generated_login_ends_with_the_token_that_made_it() -> None:
    settings = eso(database=DYNAMIC, pod_login=JWT.evolve(token_ttl_seconds=300))
    assert delivered(settings)["ExternalSecret", DATABASE]["refreshInterval"] == "150s"


def test_a_static_login_is_read_from_kv() -> None:
    specs = delivered(eso(database=STATIC))
    spec = specs["ExternalSecret", DATABASE]
    assert spec["refreshInterval"] == "90s"
    assert [each["remoteRef"]["property"] for each in spec["data"]] == ["username", "password"]
    assert ("VaultDynamicSecret", DATABASE) not in specs


def holds_value(document: Document) -> bool:
    return document["kind"] == "Secret" or "data" in document or "stringData" in document


@pytest.mark.parametrize("settings", [vso(), eso(), Environment(environment="dev")])
def test_no_manifest_holds_a_secret(settings: Environment) -> None:
    assert not [document for document in objects_of(SecretDelivery, settings) if holds_value(document)]


def test_a_construct_refuses_settings_that_chose_another_delivery() -> None:
    agent = Environment(environment="dev", secret_delivery=VaultAgent())
    for kind in (VaultSecretsOperator, SidecarSecret):
        with pytest.raises(SettingsError, match="this construct renders that choice and no other"):
            objects_of(kind, agent)


def test_a_changed_address_of_the_database_is_a_changed_definition() -> None:
    for kind in (vso, eso):
        one = pod_secrets(kind(database=STATIC))
        other = pod_secrets(kind(database=STATIC.evolve(url="postgresql://postgres.data.svc:6433/kgc")))
        assert one.definition != other.definition
