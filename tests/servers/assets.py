"""Where the programs of a Kubernetes cluster come from: the person's own, or built from Go modules."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.servers.gobuild import cached, go
from tests.servers.requirements import program

COMPONENTS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")
KWOK = "v0.8.0"
_MODULE = Path(__file__).with_name("controlplane")
_SOURCES = ("go.mod", "go.sum", "main.go")


@dataclass(frozen=True)
class SimulatorAssets:
    """The program that plays the nodes, and the files that say how nodes and pods come to life."""

    program: Path
    stages: Path


def component(name: str) -> Path:
    """A program of the control plane: from the folder that KUBEBUILDER_ASSETS names, else our own build."""
    given = os.environ.get("KUBEBUILDER_ASSETS")
    own = program(name, Path(given)) if given else None
    if own is not None and given and own.parent == Path(given):
        return own
    return _control_plane() / name


def node_simulator() -> SimulatorAssets:
    """kwok, with the stage files that its module carries."""
    folder = cached("kwok", key=KWOK.encode(), build=_install_kwok)
    return SimulatorAssets(folder / "kwok", folder / "stages")


def _control_plane() -> Path:
    key = b"".join((_MODULE / name).read_bytes() for name in _SOURCES)
    return cached("controlplane", key=key, build=_build_control_plane)


def kubernetes_version() -> str:
    """The version that our module builds, such as v1.37.2."""
    found = re.search(r"^\s+k8s\.io/kubernetes (v\S+)$", (_MODULE / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise AssertionError("go.mod requires no k8s.io/kubernetes")
    return found.group(1)


def _build_control_plane(folder: Path) -> None:
    version = kubernetes_version()
    major, minor, _ = version.removeprefix("v").split(".", 2)
    # Without a stamp the servers call themselves v0.0.0-master, and clients complain of the difference.
    stamp = [
        f"-X {package}.{name}={value}"
        for package in ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")
        for name, value in (("gitVersion", version), ("gitMajor", major), ("gitMinor", minor))
    ]
    binary = folder / "controlplane"
    go("build", "-trimpath", f"-ldflags=-s -w {' '.join(stamp)}", "-o", binary, ".", folder=_MODULE)
    for name in COMPONENTS:  # the layout of KUBEBUILDER_ASSETS, so that other tools can use the folder too
        (folder / name).symlink_to(binary.name)


def _install_kwok(folder: Path) -> None:
    package = f"sigs.k8s.io/kwok/cmd/kwok@{KWOK}"
    go("install", "-trimpath", "-ldflags=-s -w", package, folder=folder, env={"GOBIN": str(folder)})
    module = Path(go("env", "GOMODCACHE", folder=folder).strip()) / f"sigs.k8s.io/kwok@{KWOK}"
    stages = module / "kustomize" / "stage"
    for file in stages.rglob("*.yaml"):
        copy = folder / "stages" / file.relative_to(stages)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)  # not the permissions: the module cache is read-only
