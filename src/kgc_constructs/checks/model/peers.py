"""The other side of a flow, as a NetworkPolicy names it: pods by labels, or networks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from kgc_constructs.checks.model.reading import at, mapping, mappings, selects
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of

__all__ = ["NAMESPACE", "holds", "labels_of_namespaces", "may_select", "network_of", "selects_namespace"]

NAMESPACE = "kubernetes.io/metadata.name"
"""The label that the API server sets on every namespace."""

Labels = Mapping[str, str]


def labels_of_namespaces(rendered: Rendered) -> dict[str, Labels]:
    """Labels of the namespaces that are rendered here, by name."""
    return {
        name_of(each): {**mapping(at(each, "metadata.labels")), NAMESPACE: name_of(each)}
        for each in rendered.of_kind("Namespace")
    }


def selects_namespace(selector: Any, name: str, known: Mapping[str, Labels], *, strict: bool = True) -> bool:
    """Whether a selector matches a namespace.

    Of one that is not rendered here only the name is known: `strict` takes its other labels as absent, else they may be
    whatever the selector asks for.
    """
    if name in known or strict:
        return selects(selector, known.get(name, {NAMESPACE: name}))
    return may_select(selector, {NAMESPACE: name})


def may_select(selector: Any, known: Labels) -> bool:
    """Whether a selector can match something of whose labels only some are known."""
    asked = mapping(mapping(selector).get("matchLabels"))
    expressions = [
        each for each in mappings(mapping(selector).get("matchExpressions")) if str(each.get("key")) in known
    ]
    labels = {key: value for key, value in asked.items() if key in known}
    return selects({"matchLabels": labels, "matchExpressions": expressions}, known)


@cache
def network_of(cidr: str) -> IPv4Network | IPv6Network | None:
    """The network that a text names, or None."""
    try:
        return ip_network(cidr, strict=False)
    except ValueError:
        return None


def holds(block: Document, cidr: str) -> bool:
    """Whether an ipBlock holds a network; the parts it leaves out must not be all of it."""
    left_out = block.get("except")
    return _within(cidr, str(block.get("cidr"))) and not any(
        _within(cidr, str(each)) for each in (left_out if isinstance(left_out, list) else ())
    )


def _within(cidr: str, other: str) -> bool:
    inner, outer = network_of(cidr), network_of(other)
    if isinstance(inner, IPv4Network) and isinstance(outer, IPv4Network):
        return inner.subnet_of(outer)
    return isinstance(inner, IPv6Network) and isinstance(outer, IPv6Network) and inner.subnet_of(outer)
