"""The other side of a NetworkPolicy's rule, in words, and which of the rendered pods it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings, selects

__all__ = ["NAMESPACE", "is_meant_for", "namespace_of", "peer_text", "selects_pod"]

NAMESPACE = "kubernetes.io/metadata.name"


def peer_text(peer: Mapping[str, Any] | None) -> tuple[str, ...]:
    """A name, and what else is said of it."""
    if peer is None:
        return ("anybody",)
    block = peer.get("ipBlock")
    if block is not None:
        left_out = at(block, "except") or ()
        return (str(at(block, "cidr")), *(f"except {each}" for each in left_out))
    pods, namespaces = _labels(peer.get("podSelector")), peer.get("namespaceSelector")
    where = () if namespaces is None else (_namespaces(namespaces),)
    return (f"pods {pods}", *where) if pods else where or ("pods of this namespace",)


def namespace_of(peer: Mapping[str, Any] | None) -> str:
    """The one namespace that the peer names, or nothing."""
    return str(mapping(at(peer, "namespaceSelector.matchLabels")).get(NAMESPACE, ""))


def selects_pod(peer: Mapping[str, Any] | None, own: str, pod: Pod) -> bool:
    """Whether the peer, in a policy of the namespace `own`, is (also) this pod."""
    if peer is None:
        return True
    if peer.get("ipBlock") is not None:
        return False
    if "namespaceSelector" in peer:
        if not selects(peer["namespaceSelector"], {NAMESPACE: pod.namespace}):
            return False
    elif pod.namespace != own:
        return False
    return selects(peer.get("podSelector"), pod.labels)


def is_meant_for(peer: Mapping[str, Any] | None, pods: Iterable[Pod]) -> bool:
    """Whether the peer names pods closely enough to mean only these."""
    return bool(_labels(mapping(peer).get("podSelector"))) and bool(list(pods))


def _namespaces(selector: Any) -> str:
    labels = mapping(at(selector, "matchLabels"))
    if set(labels) == {NAMESPACE} and not at(selector, "matchExpressions"):
        return f"namespace {labels[NAMESPACE]}"
    text = _labels(selector)
    return f"namespaces {text}" if text else "any namespace"


def _labels(selector: Any) -> str:
    """A label selector as `kubectl` writes it."""
    pairs = [f"{key}={value}" for key, value in sorted(mapping(at(selector, "matchLabels")).items())]
    for each in mappings(at(selector, "matchExpressions")):
        values = ",".join(map(str, each.get("values") or ()))
        pairs.append(f"{each.get('key')} {each.get('operator')}" + (f" {values}" if values else ""))
    return ", ".join(pairs)
