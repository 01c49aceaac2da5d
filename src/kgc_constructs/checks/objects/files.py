"""Where a container may write, and whether what it writes lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.pods import Pod, pods
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

_VOLUMES = "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"
ROOT = Rule(
    id="root-filesystem-writable",
    title="A container cannot change its own root file system",
    why="who breaks in could change the program and leave tools behind",
    source="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ (readOnlyRootFilesystem)",
    severity=Severity.WARNING,
)
SIZE = Rule(
    id="scratch-without-limit",
    title="An emptyDir has a size that it cannot exceed",
    why="one pod could fill the disk of its node, and the node would evict others",
    source=_VOLUMES,
    settings=("resources.scratch_size",),
    severity=Severity.WARNING,
)
LASTING = Rule(
    id="data-in-scratch",
    title="What must last lies on a volume that outlives the pod",
    why="an emptyDir is deleted with its pod, and each replica has its own",
    source=_VOLUMES,
    settings=("lockchain",),
    severity=Severity.WARNING,
)
RULES = (LASTING, ROOT, SIZE)

_LASTS = re.compile(
    r"ledger|lockchain|pgdata|/var/lib/(?:mysql|postgresql|mongodb|redis|rabbitmq|cassandra|etcd|elasticsearch)", re.I
)
_PERHAPS = re.compile(r"/(?:data|database|db|storage)/?$", re.I)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each container's root, each emptyDir, and what its mount path says it is for."""
    del environment  # judged by the documents alone
    for pod in pods(rendered):
        if mapping(pod.spec.get("os")).get("name") != "windows":  # there is no such thing on Windows
            yield from _roots(pod)
        scratch = {str(volume.get("name")): volume["emptyDir"] for volume in pod.volumes() if "emptyDir" in volume}
        unlimited = {name for name, source in scratch.items() if not mapping(source).get("sizeLimit")}
        for name in sorted(unlimited):
            yield pod.finding(SIZE, f"spec.volumes.{name}.emptyDir.sizeLimit", None, "a size, such as 64Mi")
        for path, container in pod.containers():
            for mount in mappings(container.get("volumeMounts")):
                name, where = str(mount.get("name")), str(mount.get("mountPath"))
                if name in scratch and (_LASTS.search(where) or (name in unlimited and _PERHAPS.search(where))):
                    yield pod.finding(LASTING, f"{path}.volumeMounts.{name}", where, "a PersistentVolumeClaim")


def _roots(pod: Pod) -> Iterator[Finding]:
    for path, container in pod.containers("initContainers", "containers"):
        context = mapping(container.get("securityContext"))
        value = context.get("readOnlyRootFilesystem")
        if value is not True:
            yield pod.finding(ROOT, f"{path}.securityContext.readOnlyRootFilesystem", value, "true")
