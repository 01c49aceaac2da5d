"""What the pictures and tables are made of: who may talk to whom, and who may read which secret."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Access", "Facts", "Flow", "Kind", "Node"]


class Kind(StrEnum):
    """What something is in the picture."""

    CALLER = "caller"
    ENTRY = "entry"
    POD = "pod"
    DESTINATION = "destination"
    OPERATOR = "operator"
    PIPELINE = "pipeline"
    POLICY = "policy"
    SECRET = "secret"  # noqa: S105  # a word


@dataclass(frozen=True, kw_only=True, order=True)
class Node:
    """One party or one secret: its name, one word for what it is, and what else is known of it, line by line."""

    kind: Kind
    name: str
    what: str = ""
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Calls that are allowed.

    Attributes:
        source: Who calls.
        target: Who is called.
        ports: Protocol and number, such as `TCP 3000`.
        policies: NetworkPolicies that allow it; empty where none restricts the pods.
        peers: The other side, as the policies name it.
    """

    source: Node
    target: Node
    ports: tuple[str, ...]
    policies: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Access:
    """What somebody may do with a secret at Vault.

    Attributes:
        reader: Who.
        roles: By which roles of Vault; empty when none is here.
        secret: Which secret.
        operation: What is done with it: empty for the secret itself, else `metadata`, `rotate` and the like.
        path: The path of Vault's API.
        capabilities: What the policies grant; empty when a manifest asks for it and nothing grants it.
        policies: By which policies.
        asked: Whether a manifest reads it.
    """

    reader: Node
    roles: tuple[str, ...]
    secret: Node
    operation: str
    path: str
    capabilities: tuple[str, ...]
    policies: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything about one environment, in the order in which it is shown."""

    title: str
    flows: tuple[Flow, ...]
    accesses: tuple[Access, ...]
    nodes: tuple[Node, ...]

    def of_kind(self, *kinds: Kind) -> tuple[Node, ...]:
        """The nodes of these kinds."""
        return tuple(node for node in self.nodes if node.kind in kinds)
