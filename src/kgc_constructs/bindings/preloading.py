"""Lets Node.js load its halves of packages while Python is still busy with something else."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from kgc_constructs.bindings.images import known
from kgc_constructs.bindings.node_process import NodeProcess
from kgc_constructs.bindings.preparation import prepare_ahead
from kgc_constructs.bindings.proven import jsii_version

__all__ = ["described", "preload"]

_LOAD = re.compile(r'JSIIAssembly\.load\(\s*"([^"]+)",\s*"([^"]+)",\s*__name__\[0:-6\],\s*"([^"]+)",?\s*\)')
"""How a generated package says what it consists of: name, version and file."""


def preload(process: NodeProcess, packages: Sequence[str]) -> None:
    """Ask for `packages`, which stand after those that they need, up to the first that must be prepared.

    Python asks again when it imports its half; the kernel then has nothing left to do.
    """
    for number, (name, version, tarball) in enumerate(map(described, packages)):
        image = known(jsii_version(), name, version, tarball)
        if image is None:
            prepare_ahead(packages[number:][::-1])  # this process begins with those that it needs first
            return
        request = {"api": "load", "name": name, "version": version, "tarball": str(image)}
        process.write_ahead(json.dumps(request).encode() + b"\n")


def described(package: str) -> tuple[str, str, Path]:
    """Name, version and file of what a package consists of.

    Raises:
        ModuleNotFoundError: It is not installed.
        ValueError: It is not what jsii generates.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    folder = Path(spec.origin).parent / "_jsii"
    match = _LOAD.search((folder / "__init__.py").read_text("utf-8"))
    if match is None:
        raise ValueError(f"{package} does not say what it consists of")
    return match[1], match[2], folder / match[3]
