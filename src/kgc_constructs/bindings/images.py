"""Images: the Node.js halves of jsii packages, unpacked once, with a type index and an entry point that loads lazily.

A stock kernel unpacks the whole package as well, but requires all of its files at once (2,200 for AWS) and parses the
description of all of its types (130 MB). Nothing is left out of an image, so any type can still be built.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

from kgc_constructs.bindings.cache import LAYOUT, cache_dir, locked, package_root, write_atomically
from kgc_constructs.bindings.looks import looks
from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.proven import MARKER

__all__ = ["known", "prepare"]


def prepare(node: Node, jsii_version: str, name: str, version: str, tarball: Path) -> Path:
    """Make sure that the image of a package exists, and return the file that leads the kernel to it.

    The kernel finds an unpacked package by the digest of its tarball. It is given a small file instead, whose content
    names the tarball, because reading 37 MB at every start takes longer than the rest.

    Raises:
        OSError: The cache cannot be written, or the tarball cannot be read.
        ValueError: The tarball is not what jsii makes.
    """
    prepared = known(jsii_version, name, version, tarball)
    if prepared is not None:
        return prepared
    key, stub, image = _places(jsii_version, name, version, tarball)
    with locked(stub.with_suffix(".lock")):
        if not _is_good(image):
            from kgc_constructs.bindings.image_building import build  # noqa: PLC0415  # only the first time

            build(node, tarball, image)
        write_atomically(stub, key)
    return stub


@cache
def known(jsii_version: str, name: str, version: str, tarball: Path) -> Path | None:
    """The file that leads the kernel to the image of a package, if both are there; looked at once.

    Raises:
        OSError: The tarball cannot be read.
    """
    key, stub, image = _places(jsii_version, name, version, tarball)
    return stub if _is_good(image) and _holds(stub, key) else None


def _places(jsii_version: str, name: str, version: str, tarball: Path) -> tuple[bytes, Path, Path]:
    """What names the tarball, the file that holds this, and the folder of the image."""
    with tarball.open("rb") as file:
        file.seek(-8, os.SEEK_END)  # gzip ends with the checksum and the length of what it holds
        trailer = file.read().hex()
    key = json.dumps([LAYOUT, jsii_version, name, version, tarball.stat().st_size, trailer]).encode()
    stub = cache_dir() / "stubs" / f"{hashlib.sha256(key).hexdigest()[:32]}.tgz"
    digest = hashlib.sha256(b"\0".join((key, name.encode(), version.encode()))).hexdigest()
    return key, stub, package_root() / name / version / digest


def _is_good(image: Path) -> bool:
    """Whether the image is there and no file of it has been cut off or replaced."""
    try:
        files = json.loads((image / MARKER).read_bytes())
        return all(looks(f"{image}/{path}") == known for path, known in files.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
