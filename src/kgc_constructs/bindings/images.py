"""Images: the Node.js halves of jsii packages, unpacked once, with a type index and an entry point that loads lazily.

A stock kernel unpacks the whole package as well, but requires all of its files at once (2,200 for AWS) and parses the
description of all of its types (130 MB). An image holds the same files; only `index.js` of a provider package is
replaced by one that requires a module when it is first used. Nothing is left out, so any type can still be built.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath

from kgc_constructs.bindings.cache import LAYOUT, cache_dir, locked, package_root, write_atomically
from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.proven import INDEX_FILES, MARKER, SUPPORTED_FEATURES

__all__ = ["prepare"]

INDEX_BUILDER = Path(__file__).with_name("build_index.js")
_UNUSED = (".d.ts", ".md", ".map", ".tsbuildinfo")
"""What no program reads: types for the compiler, and texts for people."""
_EAGER = re.compile(r'^exports\.(\w+) = require\("(\./[\w.-]+)"\);$')
_HARMLESS = re.compile(
    r'^("use strict";|Object\.defineProperty\(exports, "__esModule".*|exports\.\w+ = .*void 0;|//.*|/\*.*| \*.*|)$'
)
_LAZY_ENTRY = """\
"use strict";
const paths = %s;
const has = (name) => Object.hasOwn(paths, name);
module.exports = new Proxy({ __esModule: true }, {
  get: (loaded, name) => loaded[name] ?? (has(name) ? (loaded[name] = require(paths[name])) : undefined),
  has: (loaded, name) => name in loaded || has(name),
  ownKeys: () => ["__esModule", ...Object.keys(paths)],
  getOwnPropertyDescriptor(loaded, name) {
    if (name === "__esModule") return Object.getOwnPropertyDescriptor(loaded, name);
    const known = has(name) && { get: () => module.exports[name], configurable: true, enumerable: true };
    return known || undefined;
  },
});
"""


def prepare(node: Node, jsii_version: str, name: str, version: str, tarball: Path) -> Path:
    """Make sure that the image of a package exists, and return the file that leads the kernel to it.

    The kernel finds an unpacked package by the digest of its tarball. It is given a small file instead, whose content
    names the tarball, because reading 37 MB at every start takes longer than the rest.

    Raises:
        OSError: The cache cannot be written, or the tarball cannot be read.
        ValueError: The tarball is not what jsii makes.
    """
    with tarball.open("rb") as file:
        file.seek(-8, os.SEEK_END)  # gzip ends with the checksum and the length of what it holds
        trailer = file.read().hex()
    key = json.dumps([LAYOUT, jsii_version, name, version, tarball.stat().st_size, trailer]).encode()
    stub = cache_dir() / "stubs" / f"{hashlib.sha256(key).hexdigest()[:32]}.tgz"
    digest = hashlib.sha256(b"\0".join((key, name.encode(), version.encode()))).hexdigest()
    image = package_root() / name / version / digest
    if (image / MARKER).is_file() and stub.is_file() and stub.read_bytes() == key:
        return stub
    with locked(stub.with_suffix(".lock")):
        if not (image / MARKER).is_file():
            _build(node, tarball, image)
        write_atomically(stub, key)
    return stub


def _build(node: Node, tarball: Path, image: Path) -> None:
    import tempfile  # noqa: PLC0415  # only when an image is built

    image.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=image.parent, prefix=".building-"))
    try:
        _unpack(tarball, work)
        _index(node, work)
        _make_entry_point_lazy(work)
        (work / MARKER).touch()
        shutil.rmtree(image, ignore_errors=True)  # a leftover without its marker
        work.rename(image)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _unpack(tarball: Path, target: Path) -> None:
    import tarfile  # noqa: PLC0415  # only when an image is built

    made = {target}
    with tarfile.open(tarball, "r|gz") as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts[1:]
            if not member.isfile() or member.name.endswith(_UNUSED) or not parts:
                continue
            if ".." in parts:
                raise ValueError(f"{tarball} holds a file outside of itself: {member.name}")
            path = target.joinpath(*parts)
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            source = archive.extractfile(member)
            if source is not None:
                path.write_bytes(source.read())
    if not (target / ".jsii").is_file():
        raise ValueError(f"{tarball} is not a jsii package")


def _index(node: Node, image: Path) -> None:
    """Let jsii's own code write the index of types."""
    import jsii._embedded.jsii as embedded  # noqa: PLC0415  # only when an image is built

    worker = Path(embedded.__file__).with_name("lib__runtime-index-worker.js")
    command = [node.path, str(INDEX_BUILDER), str(worker), str(image), *SUPPORTED_FEATURES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    if done.returncode or not all((image / name).is_file() for name in INDEX_FILES):
        raise ValueError(f"the types of {image.parent} could not be indexed: {done.stderr.strip()[-500:]}")
    (image / ".jsii").unlink()


def _make_entry_point_lazy(image: Path) -> None:
    """Rewrite an entry point that does nothing but require modules; leave any other as it is."""
    main = image / str(json.loads((image / "package.json").read_bytes()).get("main", "index.js"))
    modules: dict[str, str] = {}
    for line in main.read_text("utf-8").splitlines():
        match = _EAGER.match(line)
        if match:
            modules[match[1]] = match[2]
        elif not _HARMLESS.match(line):
            return
    if modules:
        main.write_text(_LAZY_ENTRY % json.dumps(modules, indent=0), "utf-8")
