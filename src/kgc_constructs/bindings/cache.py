"""The folder that holds what was prepared once, and how files get into it safely.

Everything in it can be deleted at any time: a missing or damaged file is made again. A file is written under a
temporary name and renamed, so that several processes starting at once never see half of one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["cache_dir", "clean", "is_writable", "locked", "package_root", "write_atomically"]

ENV_CACHE_DIR = "KGC_CACHE_DIR"
LAYOUT = "v6"
"""Raised whenever this package stores something in another form; older forms are then simply not found."""


def cache_dir() -> Path:
    """The cache folder: `KGC_CACHE_DIR`, or `kgc-constructs` in the user's cache folder."""
    return _base() / LAYOUT


def _base() -> Path:
    configured = os.environ.get(ENV_CACHE_DIR)
    if configured:
        return Path(configured).expanduser().absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  # costs 5 ms, and only here

    return user_cache_path("kgc-constructs", appauthor=False)


def is_writable(folder: Path) -> bool:
    """Whether files can be put into `folder`, which is made if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def package_root() -> Path:
    """The root of the kernel's package cache, which holds the images."""
    return cache_dir() / "packages"


def clean(*, only_older: bool = False) -> Path:
    """Delete everything that was prepared, by this version and by older ones, and return the folder that it was in.

    Args:
        only_older: Keep what this version uses, and newer ones.
    """
    base = _base()
    for folder in base.glob("v[0-9]*"):
        number = folder.name[1:]
        if folder.is_dir() and not (only_older and number.isdigit() and int(number) >= int(LAYOUT[1:])):
            shutil.rmtree(folder, ignore_errors=True)
    return base


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or none.

    Raises:
        OSError: The folder cannot be written.
    """
    import tempfile  # noqa: PLC0415  # only when something is prepared

    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock `path` while preparing what takes seconds, so that eight processes do not all do it.

    The operating system releases the lock when its holder dies. Where there are no such locks (Windows), several
    processes prepare the same thing, and the last one wins.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if os.name == "posix":
            import fcntl  # noqa: PLC0415  # does not exist on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
