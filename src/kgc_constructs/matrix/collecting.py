"""Puts the facts of one environment together."""

from __future__ import annotations

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.matrix.facts import Facts, Kind
from kgc_constructs.matrix.flowing import flows_of
from kgc_constructs.matrix.reading import accesses_of

__all__ = ["facts_of"]


def facts_of(rendered: Rendered, title: str) -> Facts:
    """Who may talk to whom and who may read which secret, by the rendered documents alone."""
    pods, flows = flows_of(rendered)
    readers, secrets, accesses = accesses_of(rendered, {node.name: node for node in pods})
    ends = [node for flow in flows for node in (flow.source, flow.target)]
    nodes = dict.fromkeys([*pods, *ends, *readers, *secrets])
    in_order = tuple(node for kind in Kind for node in nodes if node.kind is kind)
    return Facts(title=title, flows=tuple(flows), accesses=tuple(accesses), nodes=in_order)
