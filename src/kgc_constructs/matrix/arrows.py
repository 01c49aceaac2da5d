"""The arrows of the picture: what they say, and between which boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgc_constructs.matrix.facts import Access, Facts, Node

__all__ = ["Arrow", "arrows_of", "uses"]

_DENIED = "asked for, not granted"


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """From one node to another: a call (`talk`), a use of a secret (`secret`), or a use that nothing grants (`denied`).

    Attributes:
        style: Which of these.
        source: Where it starts.
        target: Where it ends.
        label: What stands on it.
        told: The whole of it, as a sentence.
    """

    style: str
    source: Node
    target: Node
    label: str
    told: str

    @property
    def trunk(self) -> str:
        """The arrows of one source and style leave it together."""
        return f"{self.style} {self.source.kind} {self.source.name}"


def arrows_of(facts: Facts) -> Iterator[Arrow]:
    """One for each flow, and one for each pair of reader and secret."""
    for flow in facts.flows:
        label = ", ".join(flow.ports)
        by = f", allowed by {', '.join(flow.policies)}" if flow.policies else ""
        told = f"{flow.source.name} calls {flow.target.name}: {label}{by}"
        yield Arrow(style="talk", source=flow.source, target=flow.target, label=label, told=told)
    for (reader, secret), found in uses(facts).items():
        denied = not any(access.capabilities for access in found)
        yield Arrow(
            style="denied" if denied else "secret",
            source=reader,
            target=secret,
            label=_DENIED if denied else _short(found),
            told=f"{reader.name} may use {secret.name}: {_long(found)}",
        )


def uses(facts: Facts) -> dict[tuple[Node, Node], list[Access]]:
    """The accesses of each pair of reader and secret."""
    pairs: dict[tuple[Node, Node], list[Access]] = {}
    for access in facts.accesses:
        pairs.setdefault((access.reader, access.secret), []).append(access)
    return pairs


def _short(found: list[Access]) -> str:
    """What is done with the secret itself, and the names of what else is."""
    itself = [", ".join(access.capabilities) for access in found if not access.operation]
    return " + ".join([*filter(None, itself), *(access.operation for access in found if access.operation)])


def _long(found: list[Access]) -> str:
    return "; ".join(
        f"{', '.join(access.capabilities) or _DENIED} on {access.path} ({', '.join(access.policies) or 'no policy'})"
        for access in found
    )
