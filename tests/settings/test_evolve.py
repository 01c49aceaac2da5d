"""Settings change only through evolve(), which validates again."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kgc_constructs.settings import AlbIngress, Environment, NginxIngress, SettingsError, Vault


def test_a_mapping_changes_only_the_fields_it_names(minimal: Environment) -> None:
    evolved = minimal.evolve(vault={"mount_path": "graph"}).evolve(vault={"cache_ttl_ms": 1})
    assert (evolved.vault.mount_path, evolved.vault.cache_ttl_ms) == ("graph", 1)
    assert minimal.vault.mount_path == "kgc"


def test_a_section_object_replaces_the_section(minimal: Environment) -> None:
    evolved = minimal.evolve(vault={"mount_path": "graph"}).evolve(vault=Vault(cache_ttl_ms=1))
    assert evolved.vault.mount_path == "kgc"


def test_another_choice_takes_over_nothing_of_the_former(minimal: Environment) -> None:
    nginx = minimal.evolve(exposure=NginxIngress(host="kgc.example.com", class_name="inner"))
    alb = nginx.evolve(exposure={"kind": "alb"})
    assert alb.exposure == AlbIngress()


def test_what_evolves_is_validated_again(minimal: Environment) -> None:
    with pytest.raises(SettingsError, match=r"image\.tag"):
        minimal.evolve(environment="staging")


def test_settings_are_frozen(minimal: Environment) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        minimal.replicas = 7  # type: ignore[misc]


def test_an_unknown_field_is_an_error_that_lists_the_known_ones(minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        minimal.evolve(vault={"adress": "https://vault.example.com"})
    (problem,) = error.value.problems
    assert problem.field == "vault.adress"
    assert "address" in problem.allowed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("resources", {"memory_limit": "512M"}),
        ("resources", {"memory_limit": "512"}),
        ("resources", {"cpu_limit": "500"+"mm"}),
        ("resources", {"cpu_limit": "0"}),
        ("database", {"url": "postgresql://user:pass@postgres:5432/kgc"}),
        ("database", {"url": "mysql://postgres:5432/kgc"}),
        ("database", {"url": "postgresql://postgres:5432"}),
        ("vault", {"address": "vault:8200"}),
        ("vault", {"address": "https://vault:82000"}),
        ("vault", {"mount_path": "kgc/*"}),
        ("namespace", "Kgc"),
        ("namespace", "kgc_sidecar"),
        ("labels", {"team": "two words"}),
        ("labels", {"-team": "a"}),
        ("image", {"tag": "not a tag"}),
        ("image", {"repository": "registry.example.com/kgc:1.0"}),
        ("image", {"tag": "sha256:abc"}),
    ],
)  # fmt: skip
def test_what_kubernetes_or_vault_would_refuse_is_refused_here(field: str, value: Any, minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        minimal.evolve(**{field: value})
    assert error.value.problems[0].allowed


def test_a_secret_in_a_url_is_not_repeated_in_full_sight(minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        minimal.evolve(database={"url": "postgresql://user:hunter2@postgres:5432/kgc"})
    assert "hunter2" not in str(error.value)
