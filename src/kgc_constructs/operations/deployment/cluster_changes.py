"""What a deployment would change in the cluster, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgc_constructs.operations.deployment.cluster import Cluster, written
from kgc_constructs.operations.deployment.leftovers import leftovers
from kgc_constructs.operations.deployment.manifests import Document, Identity, identity_of, read_manifests
from kgc_constructs.operations.deployment.rollback import live_objects
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.programs import Ended
from kgc_constructs.settings import Environment

__all__ = ["ClusterChanges", "cluster_changes"]

_DIFFERENT = 1
"""How `kubectl diff` ends when there is a difference; more is an error."""

_NOISE = re.compile(r"^[-+]\s+(generation|resourceVersion|uid|creationTimestamp): ")
"""Fields that the server counts up by itself."""


@dataclass(frozen=True, kw_only=True)
class ClusterChanges:
    """Objects that are new, that differ (with their differences) and that are no longer described."""

    new: Sequence[Identity]
    changed: Mapping[str, Sequence[str]]
    leftover: Sequence[Identity]

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.new or self.changed or self.leftover)

    def lines(self) -> Iterator[str]:
        """For a person."""
        if not self:
            yield "cluster: no changes"
            return
        yield f"cluster: {len(self.new)} to add, {len(self.changed)} to change, {len(self.leftover)} to delete"
        for identity in self.new:
            yield f"  +   {identity}"
        for name, difference in self.changed.items():
            yield f"  ~   {name}"
            yield from (f"        {line}" for line in difference)
        for identity in self.leftover:
            yield f"  -   {identity}"


def cluster_changes(cluster: Cluster, settings: Environment, manifests: Path) -> ClusterChanges:
    """Compare the objects below `manifests` with the cluster; the server itself judges what would come of them.

    Raises:
        OperationError: if the cluster cannot be reached, or cannot tell for any object.
    """
    documents = read_manifests(manifests)
    live = {identity_of(each) for each in live_objects(cluster, settings, manifests)}
    described = [identity_of(each) for each in documents]
    return ClusterChanges(
        new=[identity for identity in described if identity not in live],
        changed=_differences(cluster, [each for each in documents if identity_of(each) in live]),
        leftover=leftovers(cluster, settings, described) if live else [],
    )


def _differences(cluster: Cluster, documents: Sequence[Document]) -> dict[str, Sequence[str]]:
    """What differs in objects that exist. New ones are not asked for: the quota they need may be new itself."""
    if not documents:
        return {}
    ended = _diff(cluster, documents)
    if ended.code <= _DIFFERENT:
        return {name: lines for name, lines in _sections(ended.out).items() if lines}
    if len(documents) == 1:
        raise OperationError(f"kubectl could not compare the cluster with the manifests.\n{ended.words}")
    return _one_by_one(cluster, documents)


def _one_by_one(cluster: Cluster, documents: Sequence[Document]) -> dict[str, Sequence[str]]:
    """One object that the server refuses as things are, until another has changed, hides the rest no more."""
    found: dict[str, Sequence[str]] = {}
    refused = 0
    for document in documents:
        ended = _diff(cluster, [document])
        if ended.code <= _DIFFERENT:
            found.update({name: lines for name, lines in _sections(ended.out).items() if lines})
        else:
            refused += 1
            found[str(identity_of(document))] = ["! refused as things are now:", *ended.words.splitlines()]
    if refused == len(documents):
        raise OperationError(f"kubectl could not compare the cluster with the manifests.\n{ended.words}")
    return found


def _diff(cluster: Cluster, documents: Sequence[Document]) -> Ended:
    with written(documents) as file:
        return cluster.run("diff", "--filename", file)


def _sections(difference: str) -> dict[str, list[str]]:
    """The changed lines by object, without the server's own counters."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in difference.splitlines():
        if line.startswith("diff "):
            lines = sections.setdefault(_object_of(line), [])
        elif line.startswith(("+", "-")) and not line.startswith(("+++ ", "--- ")) and not _NOISE.match(line):
            lines.append(line)
    return sections


def _object_of(header: str) -> str:
    """`diff … /tmp/MERGED-1/apps.v1.Deployment.NAMESPACE.NAME`: kind and name. Names may hold dots, kinds never do."""
    parts = header.rpartition("/")[2].split(".")
    kind = next(index for index, part in enumerate(parts) if part[:1].isupper())
    return f"{parts[kind]} {'.'.join(parts[kind + 2 :])}"
