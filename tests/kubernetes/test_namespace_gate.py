"""Behind the AWS load balancer a rollout waits until the new pod is a healthy target."""

from __future__ import annotations

from kgc_constructs.settings import AlbIngress, Environment
from kgc_constructs.testing import render

GATE = "elbv2.k8s.aws/pod-readiness-gate-inject"


def labels_of_the_namespace(environment: Environment) -> dict[str, str]:
    (namespace,) = [each for each in render(environment).kubernetes if each["kind"] == "Namespace"]
    return dict(namespace["metadata"]["labels"])


def test_the_load_balancer_has_a_say_in_readiness(minimal: Environment) -> None:
    assert labels_of_the_namespace(minimal.evolve(exposure=AlbIngress()))[GATE] == "enabled"


def test_without_a_load_balancer_nothing_waits_for_it(minimal: Environment) -> None:
    assert GATE not in labels_of_the_namespace(minimal)
