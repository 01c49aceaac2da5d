"""The agent runs for real with the rendered annotations, and the sidecar's own command starts from what it writes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.e2e.vault.applied import Applied
from tests.e2e.vault.container import showing_its_environment, variables_of
from tests.e2e.vault.injector import agent_configuration
from tests.e2e.vault.tokens import pod_token
from tests.e2e.vault.workload import Workload
from tests.operations.kgc import Kgc
from tests.servers.process import Server
from tests.servers.vault import Vault, asked, vault_program
from tests.servers.waiting import wait_for

_SECRETS = "/vault/secrets"


@dataclass(frozen=True)
class Pod:
    """A pod's two processes on this machine: the agent, and the sidecar's command."""

    agent: Server
    sidecar: Server
    folder: Path

    def starts(self) -> list[dict[str, str]]:
        """The environment of the sidecar's program, each time that it was started."""
        log = self.sidecar.log
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture(params=["outside", "inside"])
def applied(request: pytest.FixtureRequest) -> Applied:
    """Each of the two environments."""
    found: Applied = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def pod(request: pytest.FixtureRequest, applied: Applied, vault: Vault, tmp_path: Path) -> Iterator[Pod]:
    """A pod of the environment, whose agent has just been started, before the sidecar."""
    workload: Workload = request.getfixturevalue(
        "outside_workload" if applied.environment.slug == "e2e" else "inside_workload"
    )
    running, names = workload.pod, workload.names
    (secrets := tmp_path / "secrets").mkdir()
    audience = applied.environment.pod_login.audience
    token = tmp_path / "projected-token"
    token.write_text(
        pod_token(workload.kubectl, names.namespace, audience=audience, account=names.service_account, pod=running)
    )
    settings = agent_configuration(running["metadata"]["annotations"], token_file=token, folder=secrets, home=tmp_path)
    settings["template_config"] |= {"static_secret_render_interval": "1s"}  # by itself, it looks every five minutes
    configuration = tmp_path / "agent.json"
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    certificate = vault.environment.get("VAULT_CACERT", "")
    agent = Server(
        "agent",
        [vault_program(), "agent", f"-config={configuration}"],
        log=tmp_path / "agent.log",
        env={"HOME": str(tmp_path), "BAO_CACERT": certificate},
    )
    container = running["spec"]["containers"][0]
    sidecar = Server(
        "sidecar",
        showing_its_environment(container, _SECRETS, secrets),
        log=tmp_path / "sidecar.log",
        env=variables_of(container) | {"PATH": "/usr/bin:/bin"},
    )
    try:
        yield Pod(agent.start(), sidecar.start(), secrets)
    finally:
        sidecar.stop()
        agent.stop()


def _first_start(pod: Pod) -> dict[str, str]:
    pod.agent.wait_until(lambda: bool(pod.starts()), within=40)
    return pod.starts()[0]


def _stored(vault: Vault, applied: Applied, secret: str) -> dict[str, Any]:
    data: dict[str, Any] = asked(vault.client(), "GET", f"/{applied.names.secret(secret)}")["data"]["data"]
    return data


def test_the_sidecar_starts_with_what_vault_holds(pod: Pod, vault: Vault, applied: Applied) -> None:
    environment = _first_start(pod)
    assert environment["API_KEY"] == _stored(vault, applied, "api-credentials")["api_key"]
    assert environment["ENCRYPTION_KEY"] == _stored(vault, applied, "encryption-credentials")["encryption_key"]
    with psycopg.connect(environment["DATABASE_URL"], connect_timeout=10) as connection:
        row = connection.execute("SELECT session_user, current_user").fetchone()
    assert row is not None
    login, acts_as = row
    assert acts_as == applied.environment.database.username != login
    token = vault.client(environment["VAULT_TOKEN"])
    assert asked(token, "GET", f"/{applied.names.secret('api-credentials')}")["data"]["data"]


def test_the_files_are_their_owners_alone(pod: Pod) -> None:
    _first_start(pod)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in pod.folder.glob("*.env")}
    assert modes == {"kgc-sidecar.env": "0o400", "database.env": "0o400"}
    assert (pod.folder / "token").stat().st_mode & 0o007 == 0


def test_a_new_login_ends_the_program_which_then_starts_with_it(pod: Pod) -> None:
    first = _first_start(pod)
    pod.agent.stop()
    pod.agent.start()  # as after its own death: it logs in anew, and fetches another database login
    wait_for(lambda: not pod.sidecar.running, what="the old program ended", within=40)
    pod.sidecar.start()  # what the kubelet does with a container that ended
    pod.agent.wait_until(lambda: len(pod.starts()) == 2, within=40)
    second = pod.starts()[1]
    assert second["VAULT_TOKEN"] != first["VAULT_TOKEN"]
    assert second["DATABASE_URL"] != first["DATABASE_URL"]
    psycopg.connect(second["DATABASE_URL"], connect_timeout=10).close()


@pytest.mark.parametrize("applied", ["outside"], indirect=True)
def test_the_pod_picks_up_a_rotated_value_without_a_new_start(
    pod: Pod, vault: Vault, applied: Applied, tmp_path: Path
) -> None:
    before = _first_start(pod)
    kgc = Kgc(tmp_path, {**vault.environment, "VAULT_TOKEN": vault.token})
    ended = kgc.run("vault", "rotate", kgc.describe(applied.environment), "api-credentials", "--min-age-seconds", "0")
    assert (ended.code, ended.err) == (0, "")
    rotated = _stored(vault, applied, "api-credentials")["api_key"]
    assert rotated != before["API_KEY"]
    # The sidecar asks Vault itself, with the token that its pod was given; the file is for the next start.
    read = asked(vault.client(before["VAULT_TOKEN"]), "GET", f"/{applied.names.secret('api-credentials')}")
    assert read["data"]["data"]["api_key"] == rotated
    file = pod.folder / "kgc-sidecar.env"
    wait_for(lambda: rotated in file.read_text(encoding="utf-8"), what="the agent writes the new value", within=40)
    assert pod.sidecar.running
    pod.sidecar.stop()
    pod.sidecar.start()
    pod.agent.wait_until(lambda: len(pod.starts()) == 2, within=40)
    assert pod.starts()[1]["API_KEY"] == rotated


def test_the_manifest_itself_holds_no_value(applied: Applied, request: pytest.FixtureRequest, vault: Vault) -> None:
    workload: Workload = request.getfixturevalue(
        "outside_workload" if applied.environment.slug == "e2e" else "inside_workload"
    )
    text = json.dumps(workload.deployed.objects)
    values = [*_stored(vault, applied, "api-credentials").values(), _stored(vault, applied, "encryption-credentials")]
    assert [value for value in map(str, values) if value in text] == []
