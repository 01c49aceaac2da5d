"""Holds the rendered NetworkPolicies against the flows that are needed: each is allowed, and nothing beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kgc_constructs.checks.model.flows import Direction, Need, governs, meets, rules_of
from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_object
from kgc_constructs.errors import Problem

__all__ = ["judge"]


def judge(rendered: Rendered, direction: Direction, needs_of: Callable[[Pod], list[Need]]) -> Iterator[Problem]:
    """Every need that no rule allows, and every rule that no need justifies."""
    templates = [(pod, needs_of(pod), ports_of(pod)) for pod in pods(rendered)]
    policies = list(rendered.of_kind("NetworkPolicy"))
    for pod, needs, named in templates:
        governing = [policy for policy in policies if governs(policy, pod.labels, direction)]
        allowed = [(peer, port) for policy in governing for _, peer, port in rules_of(policy, direction)]
        for need in needs:
            if governing and not any(meets(peer, port, need, pod.namespace, named) for peer, port in allowed):
                word = "to" if direction == "Egress" else "from"
                rule = f"an {direction.lower()} rule {word} {need}"
                yield pod.problem("metadata.labels", need.why, rule, "the NetworkPolicies of these pods deny it")
    for policy in policies:
        justified = [
            (need, named) for pod, found, named in templates if governs(policy, pod.labels, direction) for need in found
        ]
        yield from _unjustified(policy, direction, justified)


def ports_of(pod: Pod) -> dict[str, int]:
    """Numbers of the container ports by name."""
    return {
        str(port["name"]): int(port["containerPort"])
        for _, container in pod.containers("containers")
        for port in mappings(container.get("ports"))
        if "name" in port and "containerPort" in port
    }


def _unjustified(policy: Document, direction: Direction, needs: list[tuple[Need, dict[str, int]]]) -> Iterator[Problem]:
    own = str(mapping(policy.get("metadata")).get("namespace", ""))
    for path, peer, port in rules_of(policy, direction):
        if peer is None or port is None or port.get("port") is None:
            value = {"peer": peer, "port": port}
            yield in_object(policy, path, value, "named peers and ports", "it opens more than any setting asks for")
        elif not any(meets(peer, port, need, own, named) and _no_wider(peer, port, need) for need, named in needs):
            value = {"peer": peer, "port": port}
            yield in_object(policy, path, value, "nothing", "no setting and no address needs this rule, or it is wider")


def _no_wider(peer: Document, port: Document, need: Need) -> bool:
    """Whether the pair allows the need's other side and no further one."""
    if "endPort" in port:
        return False
    block = peer.get("ipBlock")
    if block is not None:
        return bool(mapping(block).get("cidr") == need.cidr)
    labels = mapping(mapping(peer.get("podSelector")).get("matchLabels"))
    if labels != dict(need.labels):
        return False
    if "namespaceSelector" not in peer:
        return True
    return bool(mapping(mapping(peer["namespaceSelector"]).get("matchLabels")))
