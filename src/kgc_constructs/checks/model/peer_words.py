"""The other side of a flow in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgc_constructs.checks.model.network_policies import Pair
from kgc_constructs.checks.model.peers import NAMESPACE
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Document

__all__ = ["network_words", "pod_words", "selector_words"]


def network_words(block: Document) -> str:
    """An ipBlock."""
    left_out = block.get("except")
    without = f" without {', '.join(map(str, left_out))}" if isinstance(left_out, list) and left_out else ""
    return f"{block.get('cidr')}{without}"


def pod_words(pair: Pair) -> str:
    """A peer of pods."""
    peer = mapping(pair.peer)
    namespaces = peer.get("namespaceSelector")
    where = f"namespace {pair.namespace}".rstrip() if namespaces is None else _namespaces(mapping(namespaces))
    chosen = selector_words(peer.get("podSelector"))
    return f"pods of {where}" + (f" with {chosen}" if chosen else "")


def selector_words(selector: Any) -> str:
    """What a label selector asks for; empty when it takes everything."""
    return ", ".join(_each(mapping(selector)))


def _namespaces(selector: Document) -> str:
    chosen = selector_words(selector)
    if chosen.startswith(f"{NAMESPACE}=") and "," not in chosen:
        return f"namespace {chosen.partition('=')[2]}"
    return f"namespaces with {chosen}" if chosen else "every namespace"


def _each(selector: Document) -> Iterator[str]:
    yield from (f"{key}={value}" for key, value in mapping(selector.get("matchLabels")).items())
    for each in mappings(selector.get("matchExpressions")):
        values = each.get("values")
        shown = f" ({', '.join(map(str, values))})" if isinstance(values, list) and values else ""
        yield f"{each.get('key')} {each.get('operator')}{shown}"
