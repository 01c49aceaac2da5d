"""A run of real servers that is interrupted, at its worst moment or by force, leaves no process behind."""

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.servers.waiting import wait_for

_REPOSITORY = Path(__file__).parents[3]
_INTERRUPTED = Path(__file__).with_name("interrupted.py")
_PROGRAMS = {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "bao", "postgres", "python"}


def _marked(mark: str) -> dict[int, str]:
    """The processes that carry the mark in their environment, whoever their parent is now."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                command = (process / "cmdline").read_bytes().split(b"\0")[0].decode()
                found[int(process.name)] = Path(command).name
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it ended meanwhile, or is somebody else's
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc, that is Linux, to find orphans")
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_no_server_outlives_an_interrupted_run(tmp_path: Path, signal_number: signal.Signals) -> None:
    mark = f"KGC_RUN={uuid.uuid4()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= dict([mark.split("=")]) | {"PYTHONPATH": str(_REPOSITORY)}
    argv = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "--rootdir", str(_REPOSITORY)]
    with (tmp_path / "run.log").open("wb") as log:
        run = subprocess.Popen(
            [*argv, "-c", str(_REPOSITORY / "pyproject.toml"), str(_INTERRUPTED)],
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: (tmp_path / "up").exists() or run.poll() is not None, what="all servers are up", within=150)
        assert run.poll() is None, (tmp_path / "run.log").read_text(encoding="utf-8")
        names = {name.rstrip("0123456789.") for name in _marked(mark).values()}
        assert names >= _PROGRAMS
        run.send_signal(signal_number)
        run.wait(timeout=90)
        wait_for(lambda: not _marked(mark), what=f"processes are gone; left {_marked(mark)}", within=60)
    finally:
        run.kill()
