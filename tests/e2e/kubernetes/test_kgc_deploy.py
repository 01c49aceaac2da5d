"""`kgc deploy` on the cluster: it waits, asks the new version, and goes back where that fails.

The tests tell one story and run in its order.
"""

import http.server
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kgc_constructs.settings import Environment
from tests.e2e.kubernetes.availability import watched_pods
from tests.e2e.kubernetes.conftest import environment_of
from tests.e2e.kubernetes.definitions import custom_kinds, define
from tests.e2e.kubernetes.deployed import Deployed, deploy, names_of
from tests.operations.kgc import Ended, Kgc
from tests.servers.forwarding import Line
from tests.servers.kubeconfig import write_kubeconfig
from tests.servers.kubernetes import Cluster, ControlPlane
from tests.servers.marked import new_mark, processes_with
from tests.servers.nodes import BROKEN_TAG
from tests.servers.waiting import wait_for

_BROKEN = {"repository": f"registry.example.com/{BROKEN_TAG}/kgc-sidecar"}
_FORMER, _NEW = {"max_hooks": 1000}, {"max_hooks": 2000}


@dataclass
class Answering:
    """What every pod answers, and the paths that it was asked."""

    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def answering(control_plane: ControlPlane) -> Iterator[Answering]:
    """The program in every pod, as far as a tunnel can tell."""
    answers = Answering()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.asked.append(self.path)
            self.send_response(answers.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class names it
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", control_plane.behind_pods), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield answers
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Project:
    """A folder with one environment, and the command in it."""

    environment: Environment
    kgc: Kgc
    cluster: Cluster

    def command(self, verb: str, *flags: str, **changes: Any) -> list[str]:
        """Describe the environment with these changes, and return the words of a command on its workload."""
        environment = self.environment.evolve(**changes)
        return [verb, self.kgc.describe(environment), "--only", "workload", *flags]

    def deploy(self, *flags: str, **changes: Any) -> Ended:
        """Deploy the environment with these changes."""
        return self.kgc.run(*self.command("deploy", "--yes", *flags, **changes))

    def deployed(self, folder: Path) -> Deployed:
        """A way to look at what runs."""
        return deploy(self.environment, folder, self.cluster.kubectl)


@pytest.fixture(scope="module")
def project(cluster: Cluster, answering: Answering, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """An environment of two sidecars that nobody has deployed."""
    assert answering.status == 200
    environment = environment_of("staging").evolve(namespace="kgc-command", performance=_FORMER)
    made = Project(environment, Kgc(tmp_path_factory.mktemp("project"), cluster.kubectl.environment), cluster)
    define(cluster.kubectl, custom_kinds(made.deployed(tmp_path_factory.mktemp("rendered")).objects))
    yield made
    cluster.kubectl.run("delete", "namespace", "kgc-command", "--timeout=60s", "--ignore-not-found")


def test_it_deploys_asks_the_pods_and_then_has_nothing_to_do(project: Project, answering: Answering) -> None:
    first = project.deploy()
    assert (first.code, first.err) == (0, "")
    assert first.out.endswith("Deployed.\n")
    assert answering.asked == [project.environment.readiness.path]
    second = project.deploy()
    assert (second.code, second.out.splitlines()[-1]) == (0, "Nothing had to be changed.")
    difference = project.kgc.run(*project.command("diff", "--exit-code"))
    assert (difference.code, difference.err) == (0, "")


def test_a_difference_is_shown_and_then_deployed_with_no_pod_missing(project: Project, tmp_path: Path) -> None:
    shown = project.kgc.run(*project.command("diff", "--exit-code", performance=_NEW))
    assert shown.code == 3
    assert "2000" in shown.out
    running = project.deployed(tmp_path / "rendered")
    before = names_of(running.pods())
    with watched_pods(running, tmp_path / "pods.log") as seen:
        assert project.deploy(performance=_NEW).code == 0
        running.wait_until_complete()
    assert seen.fewest() >= 2
    assert names_of(running.pods()).isdisjoint(before)


def _hooks(running: Deployed) -> str:
    data: str = running.read("configmap", running.names.config_map)["data"]["config.json"]
    return data


def test_a_version_that_cannot_start_is_rolled_back(project: Project, tmp_path: Path) -> None:
    running = project.deployed(tmp_path / "rendered")
    image = running.read("deployment", running.names.deployment)["spec"]["template"]["spec"]["containers"][0]["image"]
    with watched_pods(running, tmp_path / "pods.log") as seen:
        ended = project.deploy("--rollout-seconds", "10", image=_BROKEN, performance=_FORMER)
        running.wait_until_complete()
    assert ended.code != 0
    assert "Rolled back: what ran before runs again." in ended.err
    assert seen.fewest() >= 2
    spec = running.read("deployment", running.names.deployment)["spec"]["template"]["spec"]
    assert spec["containers"][0]["image"] == image
    assert '"maxHooks": 2000' in _hooks(running)


def test_so_is_one_that_starts_and_does_not_answer(project: Project, answering: Answering, tmp_path: Path) -> None:
    running = project.deployed(tmp_path / "rendered")
    answering.status = 503
    try:
        ended = project.deploy(performance=_FORMER)
    finally:
        answering.status = 200
    assert ended.code != 0
    assert "HTTP 503" in ended.err
    assert "Rolled back: what ran before runs again." in ended.err
    running.wait_until_complete()
    assert '"maxHooks": 2000' in _hooks(running)


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_interrupted_while_it_waits_another_run_completes_it(
    project: Project, tmp_path: Path, signal_number: signal.Signals
) -> None:
    running = project.deployed(tmp_path / "rendered")
    mark = new_mark()
    with project.kgc.start(*project.command("deploy", "--yes", image=_BROKEN), **mark) as process:
        wait_for(lambda: len(running.pods()) > 2, what="the rollout has begun", within=60)
        os.kill(process.pid, signal_number)
        if signal_number == signal.SIGKILL:  # its kubectl would go on watching until its time is over
            process.wait(timeout=60)
            for watching in processes_with(mark):
                os.kill(watching, signal.SIGKILL)
        process.finish(within=60)
    assert processes_with(mark) == {}
    assert process.returncode == (130 if signal_number == signal.SIGINT else -signal.SIGKILL)
    ended = project.deploy(performance=_NEW)
    assert (ended.code, ended.err) == (0, "")
    running.wait_until_complete()
    assert '"maxHooks": 2000' in _hooks(running)


def test_when_the_cluster_is_gone_meanwhile_it_says_so_and_another_run_completes_it(
    project: Project, control_plane: ControlPlane, tmp_path: Path
) -> None:
    running = project.deployed(tmp_path / "rendered")
    api, line = control_plane.api, Line(urlsplit(control_plane.api.url).port or 0)
    there = write_kubeconfig(tmp_path / "there", server=f"https://localhost:{line.port}", identity=api.administrator)
    words = project.command("deploy", "--yes", "--rollout-seconds", "15", image=_BROKEN)
    try:
        with project.kgc.start(*words, KUBECONFIG=str(there)) as process:
            wait_for(lambda: len(running.pods()) > 2, what="the rollout has begun", within=60)
            line.cut()
            _, said = process.finish(within=90)
    finally:
        line.cut()
    assert process.returncode == 1
    assert "Rolling back failed too: kubectl could not " in said
    ended = project.deploy(performance=_NEW)
    assert (ended.code, ended.err) == (0, "")
    running.wait_until_complete()
    assert '"maxHooks": 2000' in _hooks(running)
