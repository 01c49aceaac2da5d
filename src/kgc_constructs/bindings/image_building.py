"""Builds an image from the tarball of a jsii package; takes 4 s for AWS, and less than 1 s for any other."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath

from kgc_constructs.bindings.archives import ArchiveWriter
from kgc_constructs.bindings.looks import looks
from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.proven import DESCRIPTION, INDEX_FILES, MARKER, SUPPORTED_FEATURES, embedded_file

__all__ = ["build"]

INDEX_BUILDER = Path(__file__).with_name("build_index.js")
_PATIENCE = 300
"""Seconds that the index may take once everything is unpacked; that of AWS takes 3."""
_UNUSED = (".d.ts", ".md", ".map", ".tsbuildinfo")
"""What no program reads: types for the compiler, and texts for people."""


def build(node: Node, tarball: Path, image: Path) -> None:
    """Make the folder `image`, whole or not at all.

    Raises:
        OSError: The cache cannot be written, or the tarball cannot be read.
        ValueError: The tarball is not what jsii makes.
    """
    image.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=image.parent, prefix=".building-"))
    try:
        with _IndexBuilder(node, work) as index_builder:
            _unpack(tarball, work, index_builder)
        _mark(work)
        shutil.rmtree(image, ignore_errors=True)  # a damaged one
        work.rename(image)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


class _IndexBuilder:
    """Lets jsii's own code write the index of types, beside the unpacking of everything else."""

    def __init__(self, node: Node, image: Path) -> None:
        worker = embedded_file("lib__runtime-index-worker.js")
        self.command = [node.path, str(INDEX_BUILDER), str(worker), str(image), *SUPPORTED_FEATURES]
        self.image = image
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> _IndexBuilder:
        return self

    def start(self) -> None:
        """Begin; the description of the package must be there."""
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)  # noqa: S603  # our own command

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if self.process is None:
            if kind is None:
                raise ValueError("it is not a jsii package")
            return
        if kind is not None:
            self.process.kill()
        try:
            said = self.process.communicate(timeout=_PATIENCE)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()  # others wait for this image too
            said = f"no end after {_PATIENCE} s; {self.process.communicate()[1]}"
        if kind is None and (self.process.returncode or not all((self.image / name).is_file() for name in INDEX_FILES)):
            raise ValueError(f"its types could not be indexed: {said.strip()[-500:]}")
        (self.image / DESCRIPTION).unlink(missing_ok=True)


def _unpack(tarball: Path, target: Path, index_builder: _IndexBuilder) -> None:
    made = {target}
    try:
        with tarfile.open(tarball, "r|gz") as archive, ArchiveWriter(target) as modules:
            for member in archive:
                name = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                source = archive.extractfile(member) if member.isfile() else None
                if source is None or member.name.endswith(_UNUSED):
                    continue
                if ".." in name.parts:
                    raise ValueError(f"it holds a file outside of itself: {member.name}")
                if modules.takes(str(name)):
                    modules.add(str(name), source.read())
                    continue
                path = target / name
                if path.parent not in made:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    made.add(path.parent)
                path.write_bytes(source.read())
                if str(name) == DESCRIPTION:
                    index_builder.start()
            modules.finish()
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ValueError(f"{tarball} cannot be unpacked: {error}") from error


def _mark(image: Path) -> None:
    """Mark the image as complete, and note what its files look like, so that a damaged or foreign one is noticed."""
    files = {str(path.relative_to(image)): looks(path) for path in image.rglob("*") if path.is_file()}
    (image / MARKER).write_text(json.dumps(files), "utf-8")
