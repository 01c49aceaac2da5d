"""Ports that exist: numbers, ranges and protocols in their bounds, and names that a pod has."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.network_policies import DIRECTIONS, Direction, network_policies
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import HIGHEST, PROTOCOLS, named_ports, port_number
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.network.judging import governed_by
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_API = "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/"

PORT = Rule(
    id="network-port-invalid",
    title="A port is a number from 1 to 65535 or a name; a range ends where it begins or later; protocols are known.",
    why="the API server refuses it",
    source=f"{_API}#NetworkPolicySpec (ports)",
)
NAME = Rule(
    id="network-port-unnamed",
    title="A port that a policy admits by name has that name in a pod that it selects.",
    why="the rule allows nothing, and nobody hears of it",
    source=f"{_API}#NetworkPolicySpec (ports.port)",
)
RULES = (PORT, NAME)


def check(rendered: Rendered, _: Environment | None) -> Iterator[Finding]:
    """Each port of each rule."""
    for policy in network_policies(rendered):
        for direction in DIRECTIONS:
            ports = list(_ports(policy, direction))
            named = direction == "Ingress" and any(isinstance(port.get("port"), str) for _, port in ports)
            selected = list(governed_by(rendered, policy, direction)) if named else []
            for path, port in ports:
                yield from _numbers(policy, path, port)
                yield from _name(policy, path, port, selected)


def _ports(policy: Document, direction: Direction) -> Iterator[tuple[str, Document]]:
    for number, rule in enumerate(mappings(mapping(policy.get("spec")).get(direction.lower()))):
        for place, port in enumerate(mappings(rule.get("ports"))):
            yield f"spec.{direction.lower()}.{number}.ports.{place}", port


def _numbers(policy: Document, path: str, port: Document) -> Iterator[Finding]:
    first, last, protocol = port.get("port"), port.get("endPort"), port.get("protocol")
    if protocol is not None and protocol not in PROTOCOLS:
        yield PORT.in_object(policy, f"{path}.protocol", protocol, ", ".join(PROTOCOLS))
    if first is not None and (str(first).isdigit() or not isinstance(first, str)) and port_number(first) is None:
        yield PORT.in_object(policy, f"{path}.port", first, f"a number from 1 to {HIGHEST}, or a name")
    if last is None:
        return
    begins, ends = port_number(first), port_number(last)
    if begins is None or ends is None or ends < begins:
        yield PORT.in_object(policy, f"{path}.endPort", last, f"a number from {first} to {HIGHEST}, after a number")


def _name(policy: Document, path: str, port: Document, selected: list[Pod]) -> Iterator[Finding]:
    name = port.get("port")
    if not isinstance(name, str) or name.isdigit() or not selected:
        return
    protocol = str(port.get("protocol") or "TCP")
    if not any((name, protocol) in _names(pod) for pod in selected):
        known = sorted({known for pod in selected for known in named_ports(pod)})
        yield NAME.in_object(policy, f"{path}.port", name, ", ".join(known) or "a number: these ports have no names")


def _names(pod: Pod) -> set[tuple[str, str]]:
    return {
        (str(port.get("name")), str(port.get("protocol") or "TCP"))
        for _, container in pod.containers("containers", "initContainers")
        for port in mappings(container.get("ports"))
    }
