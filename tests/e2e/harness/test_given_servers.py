"""A person's own cluster, Vault and AWS endpoint serve as well, and are left as they were found."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.assets import COMPONENTS, component
from tests.servers.aws import Aws, own_aws
from tests.servers.kubernetes import Cluster, own_cluster
from tests.servers.vault import Vault, asked, own_vault

_REPOSITORY = Path(__file__).parents[3]
_TESTS = (
    "tests/e2e/vault/test_stack.py",
    "tests/e2e/vault/test_pod_login.py::test_the_pod_logs_in_and_reads_its_three_secrets",
    "tests/e2e/vault/test_pod_login.py::test_an_expired_token_is_refused_and_only_for_its_age",
    "tests/e2e/kubernetes/test_admission.py::test_the_server_accepts_every_object_of_every_choice",
    "tests/e2e/harness/test_cluster.py::test_a_bare_pod_is_refused_where_restricted_is_enforced",
    "tests/e2e/harness/test_other_servers.py::test_the_endpoint_keeps_what_it_is_given",
)
_TOLERATED = "needs a cluster that the test may disturb; install nothing, but unset KUBECONFIG"


@dataclass(frozen=True)
class Person:
    """Somebody's servers."""

    cluster: Cluster
    vault: Vault
    aws: Aws
    assets: Path

    @property
    def variables(self) -> dict[str, str]:
        """How they name them."""
        return {
            "KUBECONFIG": str(self.cluster.kubectl.kubeconfig),
            "KUBEBUILDER_ASSETS": str(self.assets),
            **self.vault.environment,
            "VAULT_TOKEN": self.vault.token,
            "AWS_ENDPOINT_URL": self.aws.url,
        }

    def holds(self) -> dict[str, set[str]]:
        """What is on the servers."""
        kinds = "namespaces,clusterrolebindings,customresourcedefinitions"
        root = self.vault.client()
        return {
            "cluster": set(self.cluster.kubectl.run("get", kinds, "--output", "name").split()),
            "mounts": set(asked(root, "GET", "/sys/mounts")["data"]),
            "logins": set(asked(root, "GET", "/sys/auth")["data"]),
            "policies": set(asked(root, "LIST", "/sys/policies/acl")["data"]["keys"]),
            "topics": {each["TopicArn"] for each in self.aws.client("sns").list_topics()["Topics"]},
        }


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Servers that are nobody else's."""
    (assets := tmp_path / "assets").mkdir()
    for name in COMPONENTS:
        (assets / name).symlink_to(component(name).resolve())
    with ExitStack() as ending:
        cluster = ending.enter_context(own_cluster(tmp_path, nodes=3))
        vault, aws = ending.enter_context(own_vault(tmp_path)), ending.enter_context(own_aws(tmp_path))
        yield Person(cluster, vault, aws, assets)


def test_the_same_tests_run_on_a_persons_own_servers_and_leave_nothing_there(person: Person, tmp_path: Path) -> None:
    before = person.holds()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_") and name != "CI"}
    options = ["-m", "server", "-rs", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 't'}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *_TESTS],
        cwd=_REPOSITORY,
        env={**inherited, **person.variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:]
    skipped = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
    assert skipped
    assert [line for line in skipped if not line.endswith(_TOLERATED)] == []
    written = person.vault.audit_logs[0].read_text(encoding="utf-8")
    assert "kgc-e2e/data/api-credentials" in written
    assert person.holds() == before
