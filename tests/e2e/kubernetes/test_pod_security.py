"""Our judgement of a pod is the server's: the same verdict by the same controls, at every level and version."""

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given

from kgc_constructs.checks import CHECKS, Finding, Rendered
from kgc_constructs.checks.pod_security.pod_security import RULES
from tests.e2e.kubernetes.admission import NAMESPACES, Admission, RefusedError, admission, namespace
from tests.e2e.kubernetes.asking import many
from tests.e2e.kubernetes.random_pods import contexts, nearly_right, pods
from tests.servers.kubernetes import ControlPlane

Judged = dict[str, list[set[str]]]
PODS, CONTAINERS = 500, 60
AT_LEAST, EACH_IN = 500, 3


def some_of(namespaces: list[tuple[str, str]], pod: dict[str, Any]) -> list[tuple[str, str]]:
    """Some of them, other ones for another pod."""
    return Random(json.dumps(pod)).sample(namespaces, EACH_IN)  # noqa: S311  # chooses tests, no secrets


@pytest.fixture(scope="module")
def server(control_plane: ControlPlane) -> Iterator[Admission]:
    with admission(control_plane.api) as asking:
        yield asking


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Each pod that was judged, as text, with the rules that it broke, once for each namespace."""
    return {}


def ours(within: dict[str, Any], pod: dict[str, Any]) -> set[str]:
    """The controls that our check says are broken, by the documents alone."""
    here = copy.deepcopy(pod)
    here["metadata"]["namespace"] = within["metadata"]["name"]
    return {
        problem.rule.id
        for problem in CHECKS["pod_security"](Rendered((within, here)), None)
        if isinstance(problem, Finding) and problem.target.startswith("Pod/")
    }


def compare(server: Admission, judged: Judged, pod: dict[str, Any], where: list[tuple[str, str]]) -> None:
    """Ask both about `pod` in these namespaces.

    Raises:
        RefusedError: when it is no valid pod, so that nobody judges it.
    """
    for level, version in where:
        within = namespace(level, version)
        theirs = server.of_pod(within["metadata"]["name"], pod)
        assert ours(within, pod) == theirs, (level, version, pod)
        judged.setdefault(str(pod), []).append(theirs)


def test_pods_with_one_mistake_are_judged_as_the_server_judges_them(server: Admission, judged: Judged) -> None:
    for pod in nearly_right():
        with suppress(RefusedError):
            compare(server, judged, pod, NAMESPACES)


@many(PODS)
@given(pod=pods())
def test_pods_are_judged_as_the_server_judges_them(server: Admission, judged: Judged, pod: dict[str, Any]) -> None:
    try:
        compare(server, judged, pod, some_of(NAMESPACES, pod))
    except RefusedError:
        assume(False)


def test_they_were_many_and_broke_every_control(judged: Judged) -> None:
    assert len(judged) >= AT_LEAST
    verdicts = [rules for each in judged.values() for rules in each]
    controls = {rule.id for rule in RULES} - {"namespace-pod-security"}
    assert set().union(*verdicts) == controls
    alone = {next(iter(rules)) for rules in verdicts if len(rules) == 1}
    assert alone == controls - {"pod-windows-host-process"}, "such a process needs the node's network too"
    assert any(not rules for rules in verdicts), "some are right"


@pytest.fixture(scope="module")
def running(server: Admission) -> dict[str, dict[str, Any]]:
    """A pod of each namespace that has been admitted, by the namespace's name."""
    context = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    container = {"name": "main", "image": "registry.example.com/web:1", "securityContext": context}
    whole = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    spec = {"containers": [container], "securityContext": whole}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}
    names = [namespace(level, version)["metadata"]["name"] for level, version in NAMESPACES]
    return {name: server.make(f"/api/v1/namespaces/{name}/pods", pod) for name in names}


@many(CONTAINERS)
@given(context=contexts())
def test_containers_for_debugging_are_judged_as_the_server_judges_them(
    server: Admission, running: dict[str, dict[str, Any]], context: dict[str, Any]
) -> None:
    for level, version in NAMESPACES:
        within = namespace(level, version)
        pod = copy.deepcopy(running[within["metadata"]["name"]])
        del pod["metadata"]["resourceVersion"]  # the pod goes on changing while it is asked about
        more = {"name": "debug", "image": "registry.example.com/debug:1", "securityContext": context}
        pod["spec"]["ephemeralContainers"] = [more]
        try:
            theirs = server.of_more_containers(within["metadata"]["name"], pod)
        except RefusedError:
            assume(False)
        assert ours(within, pod) == theirs, (level, version, context)
