"""Programs built from Go modules: once for each source and Go version, then kept in the user's cache folder."""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from tests.servers.requirements import need, program

_log = logging.getLogger(__name__)


class GoBuildError(AssertionError):
    """The Go tool refused; its own words are in the message."""


def go(*arguments: str | Path, folder: Path, env: Mapping[str, str] | None = None) -> str:
    """Run the Go tool in `folder` and return what it prints."""
    tool = need(program("go", Path("/usr/local/go/bin")), "Go", install="Go 1.26 or newer from https://go.dev/dl")
    done = subprocess.run(
        [tool, *arguments],
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise GoBuildError(f"go {' '.join(map(str, arguments))}:\n{done.stderr[-4000:]}")
    return done.stdout


def cached(name: str, *, key: bytes, build: Callable[[Path], None]) -> Path:
    """The folder that `build` fills, made only when no earlier run with this key and this Go left it.

    Several runs may ask at once: one builds, the others wait. An interrupted build leaves nothing behind that counts.
    """
    cache = platformdirs.user_cache_path("kgc-constructs") / "servers"
    cache.mkdir(parents=True, exist_ok=True)
    version = go("version", folder=cache)
    finished = cache / f"{name}-{hashlib.sha256(key + version.encode()).hexdigest()[:16]}"
    if finished.exists():
        return finished
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if finished.exists():
            return finished
        began = time.monotonic()
        _log.info("building %s; the first time this takes some minutes", name)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-unfinished-", dir=cache))
        try:
            build(unfinished)
            unfinished.rename(finished)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        _log.info("built %s in %.0f s", name, time.monotonic() - began)
    return finished
