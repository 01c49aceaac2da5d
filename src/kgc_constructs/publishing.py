"""Puts finished documents in their place, so that a reader sees the old ones or the new ones, never half of each."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

__all__ = ["publish_file", "publish_folder", "publish_tree"]


def publish_file(text: str, target: Path) -> Path:
    """Write `text` to `target` through a temporary name beside it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    _place(Path(name), target)
    return target


def publish_folder(source: Path, target: Path) -> list[Path]:
    """Publish the files of `source`, and take away manifests of an earlier rendering that are no longer made."""
    files = publish_tree(source, target)
    for old in sorted(target.glob("*.k8s.yaml")):
        if old not in files:
            old.unlink()
    return files


def publish_tree(source: Path, target: Path) -> list[Path]:
    """Publish every file below `source`; whatever else lies in `target` (a Terraform state, say) stays."""
    staged: list[tuple[Path, Path]] = []
    for file in sorted(source.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
            os.close(handle)
            shutil.copyfile(file, name)
            staged.append((Path(name), place))
    for temporary, place in staged:  # everything is on the disk by now, so that only renames can come between
        _place(temporary, place)
    return [place for _, place in staged]


def _place(temporary: Path, target: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)  # mkstemp makes files that only the owner reads
    temporary.replace(target)
