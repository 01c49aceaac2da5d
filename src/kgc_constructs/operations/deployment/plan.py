"""Everything a deployment would change, before anything is changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kgc_constructs.errors import InputError
from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.cluster_changes import ClusterChanges, cluster_changes
from kgc_constructs.operations.deployment.scope import Scope
from kgc_constructs.operations.deployment.stack import Stack, stacks_in
from kgc_constructs.operations.deployment.stack_changes import StackChanges
from kgc_constructs.operations.errors import missing_input
from kgc_constructs.settings import Environment
from kgc_constructs.synthesis import synth, target_of

__all__ = ["Plan", "planned"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The changes, and where Terraform's plans for exactly them are."""

    server: str | None
    """The cluster's address; None when the workload is left out."""

    cluster: ClusterChanges | None
    stacks: Sequence[StackChanges]
    files: Mapping[str, tuple[Stack, Path]] = field(repr=False)

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.cluster) or any(self.stacks)

    def __str__(self) -> str:
        """As a person reads it."""
        lines = [line for stack in self.stacks for line in stack.lines()]
        if self.cluster is not None:
            lines += [f"at {self.server}", *self.cluster.lines()]
        return "\n".join(lines)


@contextmanager
def planned(settings: Environment, out: Path, scope: Scope, *, lock: bool = True) -> Iterator[Plan]:
    """Render `settings` below `out`, and compare with what is there. The plans exist while the block runs.

    Raises:
        InputError: if a program or a value is missing, or `scope` names no stack.
        OperationError: if Terraform or kubectl cannot tell.
    """
    synth(settings, out)
    target = target_of(settings, out, {})
    manifests, terraform = target.kubernetes or out, target.terraform or out
    chosen = _chosen(terraform, scope)
    missing = [problem for stack in chosen for problem in stack.missing_values(os.environ)]
    if missing:
        raise InputError(missing, "Terraform needs values that only you have")
    with tempfile.TemporaryDirectory(prefix="kgc-plans-") as folder:
        files = {stack.name: (stack, Path(folder, f"{stack.name}.tfplan")) for stack in chosen}
        stacks = [_plan(stack, file, lock=lock) for stack, file in files.values()]
        server, changes = None, None
        if scope.workload:
            cluster = Cluster.of(settings, scope.context)
            server, changes = cluster.server, cluster_changes(cluster, settings, manifests)
        yield Plan(server=server, cluster=changes, stacks=stacks, files=files)


def _plan(stack: Stack, file: Path, *, lock: bool) -> StackChanges:
    stack.initialise()
    return stack.plan(file, lock=lock)


def _chosen(folder: Path, scope: Scope) -> list[Stack]:
    if not scope.infrastructure:
        return []
    stacks = stacks_in(folder)
    unknown = sorted(set(scope.stacks) - {stack.name for stack in stacks})
    if unknown:
        known = ", ".join(stack.name for stack in stacks)
        raise missing_input("stack", ", ".join(unknown), known, "the environment has no other stacks")
    return [stack for stack in stacks if not scope.stacks or stack.name in scope.stacks]
