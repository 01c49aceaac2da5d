"""Builds an image from the tarball of a jsii package; takes 4 s for AWS, and less than 1 s for any other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath

from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.proven import INDEX_FILES, MARKER, SUPPORTED_FEATURES

__all__ = ["build"]

INDEX_BUILDER = Path(__file__).with_name("build_index.js")
ENTRY_POINT = Path(__file__).with_name("lazy_entry.js")
ARCHIVE, CONTENTS = "modules.bin", "modules.json"
_UNUSED = (".d.ts", ".md", ".map", ".tsbuildinfo")
"""What no program reads: types for the compiler, and texts for people."""
_EAGER = re.compile(r'^exports\.(\w+) = require\("(\./[\w.-]+)"\);$')
_HARMLESS = re.compile(
    r'^("use strict";|Object\.defineProperty\(exports, "__esModule".*|exports\.\w+ = .*void 0;|//.*|/\*.*| \*.*|)$'
)


def build(node: Node, tarball: Path, image: Path) -> None:
    """Make the folder `image`, whole or not at all.

    Raises:
        OSError: The cache cannot be written, or the tarball cannot be read.
        ValueError: The tarball is not what jsii makes.
    """
    image.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=image.parent, prefix=".building-"))
    try:
        _unpack(tarball, work)
        _index(node, work)
        _load_lazily(work)
        _mark(work)
        shutil.rmtree(image, ignore_errors=True)  # a damaged one
        work.rename(image)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _unpack(tarball: Path, target: Path) -> None:
    made = {target}
    try:
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
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ValueError(f"{tarball} cannot be unpacked: {error}") from error
    if not (target / ".jsii").is_file():
        raise ValueError(f"{tarball} is not a jsii package")


def _index(node: Node, image: Path) -> None:
    """Let jsii's own code write the index of types."""
    import jsii._embedded.jsii as embedded  # noqa: PLC0415  # jsii is not ours to import first

    worker = Path(embedded.__file__).with_name("lib__runtime-index-worker.js")
    command = [node.path, str(INDEX_BUILDER), str(worker), str(image), *SUPPORTED_FEATURES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    if done.returncode or not all((image / name).is_file() for name in INDEX_FILES):
        raise ValueError(f"the types of {image.parent} could not be indexed: {done.stderr.strip()[-500:]}")
    (image / ".jsii").unlink()


def _load_lazily(image: Path) -> None:
    """Replace an entry point that does nothing but require modules, and put these into one file.

    Any other entry point is left as it is, as are all files of its package.
    """
    main = image / str(json.loads((image / "package.json").read_bytes()).get("main", "index.js"))
    modules: dict[str, str] = {}
    for line in main.read_text("utf-8").splitlines():
        match = _EAGER.match(line)
        if match:
            modules[match[1]] = match[2]
        elif not _HARMLESS.match(line):
            return
    if modules:
        _archive(image, main)
        main.write_text(ENTRY_POINT.read_text("utf-8").replace("{}", json.dumps(modules, indent=0), 1), "utf-8")


def _archive(image: Path, main: Path) -> None:
    contents: dict[str, tuple[int, int, int]] = {}
    with (image / ARCHIVE).open("wb") as archive:
        for path in sorted(main.parent.rglob("*.js")):
            source = path.read_bytes()
            if path == main:
                continue
            packed = zlib.compress(source, 1)
            contents[path.relative_to(image).as_posix()] = (archive.tell(), len(packed), zlib.crc32(source))
            archive.write(packed)
            path.unlink()
    for folder in main.parent.iterdir():
        if folder.is_dir() and not any(path.is_file() for path in folder.rglob("*")):
            shutil.rmtree(folder)
    (image / CONTENTS).write_text(json.dumps(contents), "utf-8")


def _mark(image: Path) -> None:
    """Mark the image as complete, and note how long its files are, so that a damaged one is noticed."""
    sizes = {path.relative_to(image).as_posix(): path.stat().st_size for path in image.rglob("*") if path.is_file()}
    parts = {path for path in sizes if "/" not in path}
    marker = {
        "parts": {path: sizes[path] for path in sorted(parts)},
        "modules": {path: sizes[path] for path in sorted(sizes.keys() - parts)},
    }
    (image / MARKER).write_text(json.dumps(marker), "utf-8")
