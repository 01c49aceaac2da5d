"""What a real API server admits, counts and understands is what the checks say it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgc_constructs.checks import CHECKS, Finding, Rendered
from kgc_constructs.checks.model.amounts import amount, listed
from kgc_constructs.checks.model.effective import effective_containers
from kgc_constructs.checks.model.pod_demand import pod_demand
from kgc_constructs.checks.model.pods import pods as pods_of
from kgc_constructs.checks.model.reading import at, mapping
from tests.checks.quota.generated import LIMIT_RANGES, NOTATIONS, QUOTAS, pods
from tests.servers.admission import admission
from tests.servers.waiting import wait_for
from tests.servers.web import Reply, Send

pytestmark = pytest.mark.server

CASES = settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
PLACES = [
    (limits, quota)
    for limits, quota in product(range(len(LIMIT_RANGES)), range(len(QUOTAS)))
    if (limits + quota) % 4 == 0
]
COUNTED = ["pods", "cpu", "memory", "ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage"]
MOST = 2**63 - 1
FILLED = [
    {"type": "Container", "default": {"cpu": "3", "memory": "3Gi"}, "defaultRequest": {"cpu": "1m", "memory": "1"}}
]
"""So that a quota that counts everything refuses nobody for saying too little."""
REFUSING = {"limit-range-refuses", "quota-too-small", "quota-needs-resources", "request-above-limit"}


@dataclass(frozen=True, repr=False)
class Place:
    """A namespace, and what stands in it."""

    name: str
    objects: tuple[dict[str, Any], ...]

    def __repr__(self) -> str:
        return f"Place({self.name})"  # what a failing case shows


@dataclass(frozen=True, repr=False)
class Api:
    """A server with a namespace for each pair of limits and quota, and one that counts everything."""

    send: Send
    places: tuple[Place, ...]
    counted: str

    def __repr__(self) -> str:
        return "Api(…)"  # what a failing case shows

    def pod(self, namespace: str, pod: dict[str, Any], *, keep: bool = False) -> Reply:
        return self.send("POST", f"/api/v1/namespaces/{namespace}/pods{'' if keep else '?dryRun=All'}", pod)

    def quantity(self, text: str) -> Reply:
        body = {**quota({"requests.cpu": text}), "metadata": {"name": "other"}}
        return self.send("POST", f"/api/v1/namespaces/{self.counted}/resourcequotas?dryRun=All", body)


def made(send: Send, path: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = send("POST", path, body)
    assert reply.ok, reply.body
    return mapping(reply.json())


def limit_range(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "l"}, "spec": {"limits": items}}


def quota(hard: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": hard}}


def namespace(send: Send, name: str, limits: list[dict[str, Any]], hard: dict[str, str]) -> Place:
    """What a controller would do with a quota, the test does: it says that nothing is used yet."""
    made(send, "/api/v1/namespaces", {"metadata": {"name": name}})
    made(send, f"/api/v1/namespaces/{name}/serviceaccounts", {"metadata": {"name": "default"}})
    objects = [limit_range(limits)] if limits else []
    for each in objects:
        made(send, f"/api/v1/namespaces/{name}/limitranges", each)
    objects.append(quota(hard))
    there = made(send, f"/api/v1/namespaces/{name}/resourcequotas", objects[-1])
    there["status"] = {"hard": hard, "used": dict.fromkeys(hard, "0")}
    reply = send("PUT", f"/api/v1/namespaces/{name}/resourcequotas/q/status", there)
    assert reply.ok, reply.body
    return Place(name, tuple(objects))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with admission(tmp_path_factory.mktemp("admission")) as send:
        overhead = {"podFixed": {"cpu": "35m", "memory": "10Mi"}}
        made(
            send, "/apis/node.k8s.io/v1/runtimeclasses",
            {"metadata": {"name": "heavy"}, "handler": "heavy", "overhead": overhead},
        )  # fmt: skip
        places = tuple(namespace(send, f"n{a}-{b}", LIMIT_RANGES[a], QUOTAS[b]) for a, b in PLACES)
        counted = namespace(send, "counted", FILLED, dict.fromkeys(COUNTED, "1e15"))
        last = namespace(send, "last", [{"type": "Container", "max": {"cpu": "1m"}}], {"pods": "0"})
        found = Api(send, places, counted.name)
        bare = {"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
        large = {"metadata": {"name": "p"}, "spec": {"containers": [
            {"name": "c", "image": "x", "resources": {"limits": {"cpu": "1"}}}
        ]}}  # fmt: skip
        wait_for(lambda: b"exceeded quota" in found.pod(last.name, bare).body, what="the last quota is seen")
        wait_for(lambda: b"maximum cpu usage" in found.pod(last.name, large).body, what="the last limits are seen")
        yield found


def refused(place: Place, pod: dict[str, Any]) -> set[str]:
    """The rules that say that the server refuses."""
    rendered = Rendered((*place.objects, pod))
    problems = [
        problem for name in ("limit_ranges", "quotas", "containers") for problem in CHECKS[name](rendered, None)
    ]
    return {problem.rule.id for problem in problems if isinstance(problem, Finding)} & REFUSING


@CASES
@given(pod=pods(), number=st.integers(0, len(PLACES) - 1))
def test_the_same_pods_are_refused(api: Api, pod: dict[str, Any], number: int) -> None:
    place = api.places[number]
    reply = api.pod(place.name, pod)
    assert reply.status in (201, 403, 422), reply.body
    expected = refused(place, pod)
    assert (reply.status != 201) is bool(expected), (expected, place.objects, pod, reply.body)


@CASES
@given(pod=pods(), number=st.integers(0, len(PLACES) - 1))
def test_the_same_is_filled_in(api: Api, pod: dict[str, Any], number: int) -> None:
    place = api.places[number]
    reply = api.pod(place.name, pod)
    if reply.ok:
        theirs = mapping(reply.json())["spec"]
        (ours,) = pods_of(Rendered((*place.objects, pod)))
        side_by_side, before = effective_containers(Rendered((*place.objects, pod)), ours)
        for mine, real in ((side_by_side, theirs["containers"]), (before, theirs.get("initContainers", []))):
            assert [amounts_of(each) for _, each in mine] == [amounts_of(each) for each in real]


def amounts_of(container: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{kind}.{name}": listed(given)
        for kind in ("requests", "limits")
        for name, given in mapping(at(container, f"resources.{kind}")).items()
    }


numbers = iter(range(10**9))
counted: list[dict[str, Any]] = []


def test_the_same_is_counted(api: Api) -> None:
    counted.clear()
    count_alike(api=api)
    assert len(counted) > 50, "most of them must not be refused"


@settings(CASES, max_examples=200)
@given(pod=pods())
def count_alike(api: Api, pod: dict[str, Any]) -> None:
    before = used(api)
    pod = {**pod, "metadata": {"name": f"p{next(numbers)}"}}
    if api.pod(api.counted, pod, keep=True).ok:
        after = used(api)
        counted.append(pod)
        rendered = Rendered((limit_range(FILLED), pod))
        (ours,) = pods_of(rendered)
        needed = {"pods": 1, **pod_demand(*effective_containers(rendered, ours), ours.spec)}
        assert {name: after[name] - before[name] for name in COUNTED} == {
            name: needed.get(name, needed.get(f"requests.{name}", 0)) for name in COUNTED
        }


def used(api: Api) -> dict[str, Any]:
    reply = api.send("GET", f"/api/v1/namespaces/{api.counted}/resourcequotas/q")
    return {name: amount(given) for name, given in at(reply.json(), "status.used").items()}


@CASES
@given(text=NOTATIONS)
def test_the_same_texts_are_quantities_and_mean_the_same(api: Api, text: str) -> None:
    reply = api.quantity(text)
    ours = listed(text)
    if reply.ok:
        echoed = at(reply.json(), "spec.hard")["requests.cpu"]
        assert ours is not None, text
        if abs(ours) < MOST:  # above, the server's echo may lose its unit: docs/adr/0062
            assert ours == amount(echoed), (text, echoed)
    else:
        assert ours is None or ours < 0, (text, reply.body)


@pytest.mark.parametrize("text", ["m", "Ki", ".", "+", "e3"])
def test_a_unit_without_a_number_is_nothing_to_the_server_and_a_mistake_to_us(api: Api, text: str) -> None:
    echoed = at(api.quantity(text).json(), "spec.hard")["requests.cpu"]
    assert amount(echoed) == 0
    assert amount(text) is None
