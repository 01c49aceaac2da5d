"""Gives a cluster the definitions of the custom resources that are rendered, from the modules that carry them."""

from collections.abc import Iterable
from typing import Any

from tests.schemas.crds import definition_folders
from tests.servers.kubectl import Kubectl
from tests.servers.waiting import wait_for

_GATEWAY = "gateway.networking.k8s.io"
_made: set[str] = set()


def custom_kinds(objects: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """Group and kind of those objects that Kubernetes does not know by itself: their group has a domain of its own."""
    pairs = {(found["apiVersion"].rpartition("/")[0], found["kind"]) for found in objects}
    return {(group, kind) for group, kind in pairs if group == _GATEWAY or ("." in group and ".k8s.io" not in group)}


def define(kubectl: Kubectl, kinds: Iterable[tuple[str, str]]) -> None:
    """Install the definitions of these kinds and wait until the server serves them."""
    names = [f"{group}_{_plural(kind)}.yaml" for group, kind in sorted(kinds)]
    files = [folder / name for name in names for folder in definition_folders() if (folder / name).exists()]
    assert [file.name for file in files] == names, f"no module defines {set(names) - {file.name for file in files}}"
    for file in files:
        if kubectl.try_run("get", "-f", file).code != 0:
            _made.add(file.name)
            kubectl.run("apply", "--server-side", "-f", file)
    served = (
        "wait",
        "--for=condition=Established",
        "--timeout=30s",
        *(word for file in files for word in ("-f", file)),
    )
    wait_for(lambda: kubectl.try_run(*served).code == 0, what="the server serves them", within=60)


def undefine(kubectl: Kubectl) -> None:
    """Take away the definitions that `define` made; those that were there before stay."""
    for file in (folder / name for name in _made for folder in definition_folders()):
        if file.exists():
            kubectl.run("delete", "-f", file, "--ignore-not-found")
    _made.clear()


def _plural(kind: str) -> str:
    return f"{kind.lower()}s"
