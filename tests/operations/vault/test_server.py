"""Which Vault is meant, and who asks: found as Vault's own command line finds them."""

from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations.vault import VaultServer
from kgc_constructs.operations.vault.server import token_of
from kgc_constructs.settings import Environment


def test_without_variables_it_is_the_settings_server(e2e: Environment) -> None:
    server = VaultServer.of(e2e.evolve(vault={"namespace": "team"}), {})
    assert (server.url, server.namespace, server.authority) == (e2e.vault.address, "team", None)


def test_variables_say_how_this_machine_reaches_it(e2e: Environment, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    variables = {
        "VAULT_ADDR": "https://localhost:8200/",
        "VAULT_NAMESPACE": "other",
        "VAULT_CACERT": str(authority),
    }
    server = VaultServer.of(e2e, variables)
    assert (server.url, server.namespace, server.authority) == ("https://localhost:8200", "other", str(authority))


@pytest.mark.parametrize(
    "url", ["http://vault.example.com:8200", "http://10.0.0.1", "ftp://localhost", "localhost:8200"]
)
def test_secrets_never_travel_in_the_clear(e2e: Environment, url: str) -> None:
    with pytest.raises(InputError, match="VAULT_ADDR"):
        VaultServer.of(e2e, {"VAULT_ADDR": url})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8200", "http://localhost:8200", "http://[::1]:8200"])
def test_but_may_on_one_machine(e2e: Environment, url: str) -> None:
    assert VaultServer.of(e2e, {"VAULT_ADDR": url}).url == url


def test_and_in_development(minimal: Environment) -> None:
    assert VaultServer.of(minimal, {"VAULT_ADDR": "http://vault.example.com"}).url == "http://vault.example.com"


def test_an_absent_authority_is_named(e2e: Environment, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"VAULT_CACERT\n.*absent\.pem"):
        VaultServer.of(e2e, {"VAULT_CACERT": str(tmp_path / "absent.pem")})


def test_the_variable_comes_before_the_helpers_file(tmp_path: Path) -> None:
    (tmp_path / ".vault-token").write_text("from-file\n", encoding="utf-8")
    assert token_of({"HOME": str(tmp_path), "VAULT_TOKEN": "from-variable"}) == "from-variable"
    assert token_of({"HOME": str(tmp_path)}) == "from-file"


def test_without_a_token_both_places_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"VAULT_TOKEN, or in {tmp_path}/\.vault-token"):
        token_of({"HOME": str(tmp_path)})
