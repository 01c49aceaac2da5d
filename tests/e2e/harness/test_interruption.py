"""A run of real servers that is interrupted, at its worst moment or by force, leaves no process behind."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.marked import can_look, new_mark, processes_with
from tests.servers.requirements import lacking
from tests.servers.waiting import wait_for

_REPOSITORY = Path(__file__).parents[3]
_INTERRUPTED = Path(__file__).with_name("interrupted.py")
_PROGRAMS = {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "bao", "postgres", "python"}


@contextmanager
def _everything_up(folder: Path, temporary: Path, mark: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`make e2e` at the moment when all servers are up."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = {**inherited, **mark, "PYTHONPATH": f"{_REPOSITORY / 'src'}{os.pathsep}{_REPOSITORY}"}
    environment |= {"TMPDIR": str(temporary), "UP": str(folder / "up")}
    options = ["-p", "no:cacheprovider", "--rootdir", str(_REPOSITORY), "-c", str(_REPOSITORY / "pyproject.toml")]
    with (folder / "run.log").open("wb") as log:
        run = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e", *options, str(_INTERRUPTED)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    try:
        wait_for(lambda: (folder / "up").exists() or run.poll() is not None, what="all servers are up", within=150)
        assert run.poll() is None, (folder / "run.log").read_text(encoding="utf-8")
        yield run
    finally:
        run.kill()


@pytest.mark.parametrize("way", ["Ctrl-C", "kill -9"])
def test_no_server_outlives_an_interrupted_run(tmp_path: Path, way: str) -> None:
    if not can_look():
        lacking("/proc, to find orphans", install="Linux")
    mark = new_mark()
    with _short_folder() as temporary, _everything_up(tmp_path, temporary, mark) as run:
        assert {name.rstrip("0123456789.") for name in processes_with(mark).values()} >= _PROGRAMS
        if way == "Ctrl-C":
            os.killpg(run.pid, signal.SIGINT)  # as the terminal does
        else:
            run.kill()
        run.wait(timeout=90)
        wait_for(lambda: not processes_with(mark), what="all processes are gone", within=60)
        said = (tmp_path / "run.log").read_text(encoding="utf-8")
        if way != "kill -9":
            assert "processes left behind: none" in said
            _, _, unfinished = said.partition("under way when it was interrupted")
            assert "test_that_never_ends" in unfinished
            assert list(temporary.iterdir()) == [], said


@contextmanager
def _short_folder() -> Iterator[Path]:
    """The paths of sockets may not be long, and PostgreSQL, another user, has to get there."""
    with tempfile.TemporaryDirectory(prefix="") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder
