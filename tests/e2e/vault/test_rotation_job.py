"""The rotation CronJob: its pod's own token, its own command, and what that changes in Vault and in PostgreSQL."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.e2e.encodings import leaks
from tests.e2e.vault.applied import Applied
from tests.e2e.vault.container import started_by_the_kubelet, variables_of
from tests.e2e.vault.databases import database_name
from tests.e2e.vault.tokens import pod_token
from tests.e2e.vault.workload import Workload
from tests.operations.kgc import Ended, Kgc
from tests.servers.postgres import Postgres
from tests.servers.vault import Vault, asked
from tests.servers.waiting import wait_for

_SECRETS = ("api-credentials", "database-credentials", "encryption-credentials")


@dataclass(frozen=True)
class Job:
    """A job of the CronJob, and the pod that it was given."""

    workload: Workload
    pod: dict[str, Any]


@pytest.fixture
def job(outside_workload: Workload) -> Job:
    """A job as the CronJob describes it, run now instead of at its hour."""
    names, kubectl = outside_workload.names, outside_workload.kubectl
    kubectl.run("delete", "job", "now", "-n", names.namespace, "--ignore-not-found")
    kubectl.run("create", "job", "now", f"--from=cronjob/{names.rotation}", "-n", names.namespace)

    def pods() -> list[dict[str, Any]]:
        found = kubectl.items("pods", "-n", names.namespace, "-l", "job-name=now")
        return [pod for pod in found if pod["spec"].get("nodeName")]

    return Job(outside_workload, wait_for(pods, what="the job's pod is admitted and placed", within=30)[0])


def _run(job: Job, outside: Applied, vault: Vault, folder: Path) -> Ended:
    names, container = job.workload.names, job.pod["spec"]["containers"][0]
    token = folder / "projected-token"
    audience = outside.environment.pod_login.audience
    token.write_text(
        pod_token(job.workload.kubectl, names.namespace, audience=audience, account=names.rotation, pod=job.pod)
    )
    token.chmod(0o440)
    variables = {**variables_of(container), **vault.environment, "KGC_VAULT_JWT_FILE": str(token), "HOME": str(folder)}
    kgc = Kgc(folder, variables)
    name = kgc.describe(outside.environment)
    command = started_by_the_kubelet(container["command"], variables)
    assert command == ["kgc", "vault", "rotate", name]
    return kgc.run(*command[1:], "--min-age-seconds", "0")


def test_the_job_gives_everything_a_new_value_and_shows_none(
    outside: Applied,
    job: Job,
    vault: Vault,
    postgres_server: Postgres,
    tmp_path: Path,
) -> None:
    root, names = vault.client(), outside.names
    before = {secret: asked(root, "GET", f"/{names.secret(secret)}")["data"] for secret in _SECRETS}
    plaintext = base64.b64encode(b"written before").decode()
    key = f"/{names.transit_mount}/encrypt/{names.transit_key}"
    ciphertext = asked(root, "POST", key, {"plaintext": plaintext})["data"]["ciphertext"]
    versions = asked(root, "GET", f"/{names.transit_key_path}")["data"]["latest_version"]

    ended = _run(job, outside, vault, tmp_path)
    assert (ended.code, ended.err) == (0, "")

    after = {secret: asked(root, "GET", f"/{names.secret(secret)}")["data"] for secret in _SECRETS}
    for secret in _SECRETS:
        assert after[secret]["metadata"]["version"] == before[secret]["metadata"]["version"] + 1
        assert after[secret]["data"] != before[secret]["data"]
    assert asked(root, "GET", f"/{names.transit_key_path}")["data"]["latest_version"] == versions + 1
    opened = asked(root, "POST", f"/{names.transit_mount}/decrypt/{names.transit_key}", {"ciphertext": ciphertext})
    assert opened["data"]["plaintext"] == plaintext
    admin, password = outside.environment.database.admin_username, outside.given["vault_db_admin_password"]
    assert not postgres_server.accepts(admin, password, database=database_name(outside.environment))
    values = [str(value) for data in after.values() for value in data["data"].values() if len(str(value)) > 12]
    said = "".join([ended.out, ended.err]).encode()
    kept = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert leaks(said + kept, values) == []


def test_a_login_that_is_taken_back_is_refused_by_postgresql(
    outside: Applied, vault: Vault, postgres_server: Postgres
) -> None:
    root, database = vault.client(), database_name(outside.environment)
    lease = asked(root, "GET", f"/{outside.names.database_creds}")
    login = lease["data"]
    assert postgres_server.accepts(login["username"], login["password"], database=database)
    asked(root, "POST", "/sys/leases/revoke", {"lease_id": lease["lease_id"], "sync": True})
    assert not postgres_server.accepts(login["username"], login["password"], database=database)
    with pytest.raises(psycopg.OperationalError):
        postgres_server.connect(user=login["username"], password=login["password"], database=database)
