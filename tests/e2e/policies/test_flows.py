"""On generated NetworkPolicies, our reading of them allows what another evaluator allows (cyclonus, in Go)."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.flows import allowed_flows
from kgc_constructs.checks.model.needs import Need, meets
from kgc_constructs.checks.model.network_policies import Direction, governs, pairs_of
from kgc_constructs.checks.model.peers import labels_of_namespaces
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.ports import named_ports
from tests.e2e.policies.generated import NAMESPACES, OUTSIDE, PODS, PORTS, policies
from tests.servers.gobuild import cached, go

SEED, SETS = 6, 200
Document = dict[str, Any]
_MODULE = Path(__file__).with_name("program")


def evaluator() -> Path:
    """The other evaluator, built once."""
    key = b"".join((_MODULE / name).read_bytes() for name in ("go.mod", "go.sum", "main.go"))
    return cached("policies", key=key, build=_build) / "policies"


def _build(folder: Path) -> None:
    go("build", "-trimpath", "-ldflags=-s -w", "-o", folder / "policies", ".", folder=_MODULE)


def world() -> list[Document]:
    """The namespaces, and pods with the same ports."""
    ports = [
        {"containerPort": number, "protocol": protocol, **({"name": name} if name else {})}
        for name, number, protocol in PORTS
    ]
    return [
        *({"kind": "Namespace", "metadata": {"name": name, "labels": labels}} for name, labels in NAMESPACES.items()),
        *(
            {
                "kind": "Pod",
                "metadata": {"name": name, "namespace": namespace, "labels": labels},
                "spec": {"containers": [{"name": "c", "ports": ports}]},
            }
            for name, namespace, labels in PODS
        ),
    ]


Side = tuple[str, str]
"""Name of a pod or empty, and address."""


def traffic() -> Iterator[tuple[Side, Side, str, int, str]]:
    """From each pod to each other, and from and to each address, on each port."""
    inside = [(name, f"192.168.0.{number}") for number, (name, _, _) in enumerate(PODS, 1)]
    outside = [("", address) for address in OUTSIDE]
    for name, port, protocol in PORTS:
        yield from ((one, two, name, port, protocol) for one in inside for two in inside if one != two)
        yield from ((one, two, name, port, protocol) for one in inside for two in outside)
        yield from ((one, two, name, port, protocol) for one in outside for two in inside)


def asked(side: Side) -> Document:
    """A side as the other evaluator takes it."""
    name, address = side
    for pod, namespace, labels in PODS:
        if pod == name:
            own = {**NAMESPACES[namespace], "kubernetes.io/metadata.name": namespace}
            return {"ip": address, "namespace": namespace, "namespaceLabels": own, "labels": labels}
    return {"ip": address}


class Ours:
    """Our answers about one set of policies."""

    def __init__(self, policies: list[Document]) -> None:
        self.rendered = Rendered((*world(), *policies))
        self.policies = policies
        self.pods = {str(pod.owner["metadata"]["name"]): pod for pod in pods(self.rendered)}
        self.between: dict[tuple[str, str], list[Any]] = {}
        for flow in allowed_flows(self.rendered):
            if flow.source.kind == flow.destination.kind == "pod":
                pair = flow.source.name.partition("/")[2], flow.destination.name.partition("/")[2]
                self.between.setdefault(pair, []).append(flow.ports)

    def allows(self, source: Side, destination: Side, port: int, protocol: str) -> bool:
        if source[0] and destination[0]:
            return any(
                ports.protocol in ("", protocol) and ports.first <= port <= ports.last
                for ports in self.between.get((source[0], destination[0]), ())
            )
        direction: Direction = "Egress" if source[0] else "Ingress"
        pod = self.pods[source[0] or destination[0]]
        return self._meets(pod, direction, (destination if source[0] else source)[1], port, protocol)

    def _meets(self, pod: Pod, direction: Direction, address: str, port: int, protocol: str) -> bool:
        own = [policy for policy in self.policies if governs(policy, pod, direction)]
        names = named_ports(pod) if direction == "Ingress" else {}
        need = Need(why="", port=port, protocol=protocol, cidr=f"{address}/32", names=names)
        pairs = [pair for policy in own for pair in pairs_of(policy, direction)]
        return not own or any(meets(pair, need, labels_of_namespaces(self.rendered)) for pair in pairs)


def test_what_is_allowed_is_what_another_evaluator_allows() -> None:
    some = random.Random(SEED)  # noqa: S311  # the same cases each time
    sets, all_traffic = [policies(some) for _ in range(SETS)], list(traffic())
    wanted = [
        {
            "source": asked(source),
            "destination": asked(destination),
            "port": port,
            "name": name if destination[0] else "",
            "protocol": protocol,
        }
        for source, destination, name, port, protocol in all_traffic
    ]
    question = json.dumps([{"policies": each, "traffic": wanted} for each in sets])
    done = subprocess.run([evaluator()], input=question, capture_output=True, text=True, check=True)
    compared, differing = {True: 0, False: 0}, []
    for each, answers in zip(sets, json.loads(done.stdout), strict=True):
        ours = Ours(each)
        for (source, destination, _, port, protocol), answer in zip(all_traffic, answers, strict=True):
            compared[answer] += 1
            if ours.allows(source, destination, port, protocol) != answer:
                differing.append((each, source, destination, port, protocol, answer))
    assert differing == []
    assert min(compared.values()) > 10_000, compared
