"""Renders constructs to plain data, and finds things in it."""

from __future__ import annotations

from typing import Any, Protocol

from cdk8s import App, Chart
from constructs import Construct

from kgc_constructs.kubernetes import SidecarChart
from kgc_constructs.settings import Environment
from kgc_constructs.testing import render_chart

Document = dict[str, Any]


class Kind(Protocol):
    """A construct class of the library: all are called alike."""

    def __call__(self, scope: Construct, construct_id: str, *, settings: Environment) -> Construct: ...


def chart(**options: Any) -> Chart:
    """An empty chart of somebody else."""
    return Chart(App(), "chart", **options)


def alone(kind: Kind, settings: Environment) -> Document:
    """The one object that a construct makes in somebody else's chart."""
    scope = chart()
    kind(scope, "Alone", settings=settings)
    (document,) = render_chart(scope)
    return dict(document)


def objects(settings: Environment) -> dict[str, Document]:
    """Everything of an environment, as `Kind/name`."""
    documents = render_chart(SidecarChart(App(), "chart", settings=settings))
    found = {f"{each['kind']}/{each['metadata']['name']}": dict(each) for each in documents}
    assert len(found) == len(documents), "two objects of one kind have the same name"
    return found


def only(kind: str, found: dict[str, Document]) -> Document:
    """The one object of a kind."""
    (document,) = [each for each in found.values() if each["kind"] == kind]
    return document


def pod_of(workload: Document) -> Document:
    """The pod template of a Deployment or CronJob."""
    spec = workload["spec"]
    return dict(spec["jobTemplate"]["spec"]["template"] if workload["kind"] == "CronJob" else spec["template"])


def container_of(workload: Document) -> Document:
    """The only container of a Deployment or CronJob."""
    (container,) = pod_of(workload)["spec"]["containers"]
    return dict(container)


def environment_of(container: Document) -> dict[str, str]:
    """A container's variables; a value from anywhere else than the manifest is an error."""
    return {each["name"]: each["value"] for each in container["env"]}
