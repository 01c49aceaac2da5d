"""The facts as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from kgc_constructs.matrix.facts import Facts, Node

__all__ = ["as_data", "as_json"]


def as_json(facts: Facts) -> str:
    """Indented, with a line break at the end."""
    return json.dumps(as_data(facts), indent=2) + "\n"


def as_data(facts: Facts) -> dict[str, Any]:
    """Flat lists: one entry for each flow, one for each path of each secret that somebody may use."""
    return {
        "title": facts.title,
        "flows": [
            {
                "from": _node(flow.source),
                "to": _node(flow.target),
                "ports": list(flow.ports),
                "network_policies": list(flow.policies),
                "peers": list(flow.peers),
            }
            for flow in facts.flows
        ],
        "secrets": [
            {
                "who": _node(access.reader),
                "roles": list(access.roles),
                "secret": _node(access.secret),
                "path": access.path,
                "capabilities": list(access.capabilities),
                "vault_policies": list(access.policies),
                "asked_by_a_manifest": access.asked,
            }
            for access in facts.accesses
        ],
    }


def _node(node: Node) -> dict[str, Any]:
    return {"kind": str(node.kind), "name": node.name, "what": node.what, "detail": list(node.detail)}
