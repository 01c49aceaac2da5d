"""The injector's own admission handler, given the rendered pods."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from kgc_constructs.kubernetes.secret_delivery import pod_secrets
from kgc_constructs.settings import Environment, JwtLogin, Vault
from tests.e2e.injection.program import RefusedError, run
from tests.e2e.vault.injector import agent_configuration
from tests.faults.original_exposure import INJECTED_POD
from tests.kubernetes.documents import Document, objects, only, pod_of
from tests.kubernetes.restricted import violations

FOLDER = Path("/vault/secrets")
HOME = Path("/home/vault")
TOKEN = Path("/var/run/secrets/vault.hashicorp.com/serviceaccount/token")
LOGINS: list[dict[str, Any]] = [
    {},
    {"pod_login": JwtLogin(discovery_url="https://oidc.example.com"), "vault": Vault(namespace="team-a")},
    {"database": {"credentials": "static"}},
]


def injected(pod: Document) -> Document:
    """The pod as the API server would store it."""
    whole = {"apiVersion": "v1", "kind": "Pod", **pod, "metadata": {"name": "kgc", **pod["metadata"]}}
    found: Document = json.loads(run("inject", whole))
    return found


def pod_in(settings: Environment) -> Document:
    return pod_of(only("Deployment", objects(settings)))


def container(pod: Document, name: str) -> Document:
    (found,) = [each for each in pod["spec"]["containers"] if each["name"] == name]
    return dict(found)


def mounts(found: Document) -> dict[str, str]:
    return {mount["name"]: mount["mountPath"] for mount in found["volumeMounts"]}


@pytest.fixture(params=LOGINS, ids=["kubernetes", "jwt", "static"])
def settings(request: pytest.FixtureRequest) -> Environment:
    """Environments with an agent, one for each way that changes its configuration."""
    return Environment(environment="dev").evolve(**request.param)


def test_one_agent_is_added_and_nothing_before_it(settings: Environment) -> None:
    pod = injected(pod_in(settings))
    assert [each["name"] for each in pod["spec"]["containers"]] == ["kgc-sidecar", "vault-agent"]
    assert "initContainers" not in pod["spec"]
    kubernetes_validate.validate(pod, "1.32", strict=True)


def test_the_pod_still_meets_restricted(app_environment: Environment) -> None:
    assert violations(injected(pod_in(app_environment))["spec"]) == set()


def test_the_agent_is_the_sidecars_user_and_shares_its_files(settings: Environment) -> None:
    pod = injected(pod_in(settings))
    agent, sidecar = container(pod, "vault-agent"), container(pod, "kgc-sidecar")
    assert agent["securityContext"]["runAsUser"] == sidecar["securityContext"]["runAsUser"]
    assert mounts(sidecar)["vault-secrets"] == mounts(agent)["vault-secrets"] == str(FOLDER)


def test_the_agent_alone_has_the_token(settings: Environment) -> None:
    pod = injected(pod_in(settings))
    assert mounts(container(pod, "vault-agent"))["vault-token"] == str(TOKEN.parent)
    assert "vault-token" not in mounts(container(pod, "kgc-sidecar"))


def test_the_agent_is_as_large_as_the_quota_reckons(settings: Environment) -> None:
    resources = container(injected(pod_in(settings)), "vault-agent")["resources"]
    secrets = pod_secrets(settings)
    assert resources == {
        "requests": {
            "cpu": secrets.cpu_request,
            "memory": secrets.memory_request,
            "ephemeral-storage": secrets.ephemeral_storage_request,
        },
        "limits": {
            "cpu": secrets.cpu_limit,
            "memory": secrets.memory_limit,
            "ephemeral-storage": secrets.ephemeral_storage_limit,
        },
    }


def configuration(settings: Environment) -> Document:
    """What the agent is started with."""
    agent = container(injected(pod_in(settings)), "vault-agent")
    (encoded,) = [each["value"] for each in agent["env"] if each["name"] == "VAULT_CONFIG"]
    found: Document = json.loads(base64.b64decode(encoded))
    return found


def test_the_agent_logs_in_with_the_token_that_the_pod_projects(settings: Environment) -> None:
    method = configuration(settings)["auto_auth"]["method"]
    assert method["type"] == settings.pod_login.kind
    assert method["config"]["role"] == "kgc-sidecar-development"
    assert method["config"]["token_path"] == str(TOKEN)
    assert method["config"].get("path", str(TOKEN)) == str(TOKEN)
    assert method.get("namespace") == settings.vault.namespace


def test_the_agent_runs_for_good_and_stops_when_it_cannot_write(settings: Environment) -> None:
    found = configuration(settings)
    assert found.get("exit_after_auth") is False
    assert found["template_config"]["exit_on_retry_failure"] is True


def test_the_servers_tests_start_the_agent_as_the_injector_does(settings: Environment) -> None:
    """Where no cluster runs an injector, other tests make the configuration by themselves: it must be this one."""
    annotations = pod_secrets(settings).annotations
    theirs = agent_configuration(annotations, token_file=TOKEN, folder=FOLDER, home=HOME)
    real = configuration(settings)
    assert theirs["vault"] == real["vault"]
    assert theirs["auto_auth"]["sink"] == real["auto_auth"]["sink"]
    by_file = {each["destination"]: each for each in real["template"]}
    assert {each["destination"]: each for each in theirs["template"]} == by_file
    method = real["auto_auth"]["method"]
    assert theirs["auto_auth"]["method"]["type"] == method["type"]
    assert theirs["auto_auth"]["method"]["mount_path"] == method["mount_path"]
    assert theirs["auto_auth"]["method"]["config"].items() <= method["config"].items()


def test_fault_35_without_the_annotation_the_injector_finds_no_token() -> None:
    with pytest.raises(RefusedError, match="failed to find service account volume mount"):
        injected(INJECTED_POD)


def test_fault_35_the_injector_sets_no_seccomp_and_asks_for_much() -> None:
    mounted = {"name": "api", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}
    (sidecar,) = INJECTED_POD["spec"]["containers"]
    pod = injected({**INJECTED_POD, "spec": {"containers": [{**sidecar, "volumeMounts": [mounted]}]}})
    agent = container(pod, "vault-agent")
    assert "seccompProfile" not in agent["securityContext"]
    assert agent["resources"]["requests"]["cpu"] == "250m"


def test_without_an_agent_nothing_is_added() -> None:
    pod = pod_in(Environment(environment="dev").evolve(secret_delivery={"kind": "external-secrets"}))
    assert [each["name"] for each in injected(pod)["spec"]["containers"]] == ["kgc-sidecar"]
