"""Whatever ends a test run, nothing of it stays behind: not on failure, not on Ctrl-C, not when it is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.process import Server, ServerError
from tests.servers.waiting import wait_for
from tests.servers.watchdog import alive, watch

pytestmark = pytest.mark.server

_SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
_STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]
# A run with one server that obeys and one that does not, as a program of its own; it prints their process ids.
_RUN = """
import sys
from pathlib import Path
from tests.servers import process
from tests.servers.process import Server
process.PATIENCE = 0.2
obedient = Server("obedient", {sleeper!r}, log=Path("obedient.log").absolute()).start()
stubborn = Server("stubborn", {stubborn!r}, log=Path("stubborn.log").absolute()).start()
stubborn.wait_until(lambda: "deaf" in stubborn.tail())
print(obedient.pid, stubborn.pid, flush=True)
{end}
"""
_REPOSITORY = Path(__file__).parents[2]


def _run(folder: Path, end: str) -> tuple[subprocess.Popen[str], list[int]]:
    code = _RUN.format(sleeper=_SLEEPER, stubborn=_STUBBORN, end=end)
    env = {**os.environ, "PYTHONPATH": str(_REPOSITORY)}
    run = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    pids = [int(word) for word in run.stdout.readline().split()]
    run.stdout.close()
    assert [alive(pid) for pid in pids] == [True, True]
    return run, pids


def _assert_gone(pids: list[int]) -> None:
    wait_for(lambda: not any(map(alive, pids)), what=f"processes {pids} are gone", within=30)


def test_a_stopped_server_is_gone_and_can_start_again(tmp_path: Path) -> None:
    server = Server("sleeper", _SLEEPER, log=tmp_path / "log").start()
    first = server.pid
    server.stop()
    assert not server.running
    assert not alive(first)
    server.start()
    assert server.running
    server.kill()
    assert not alive(server.pid)


def test_a_server_that_does_not_obey_is_killed(tmp_path: Path) -> None:
    server = Server("stubborn", _STUBBORN, log=tmp_path / "log").start()
    server.wait_until(lambda: "deaf" in server.tail())
    server.stop(patience=0.2)
    assert not alive(server.pid)


def test_children_of_a_server_end_with_it(tmp_path: Path) -> None:
    parent = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(600)"
    server = Server("parent", [sys.executable, "-c", parent, *_STUBBORN], log=tmp_path / "log").start()
    server.wait_until(lambda: "deaf" in server.tail())
    child = next(int(line) for line in server.tail().splitlines() if line.isdigit())
    server.stop()
    _assert_gone([child])


def test_a_server_that_dies_while_starting_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    server = Server("dead", [sys.executable, "-c", "raise SystemExit('no such option')"], log=tmp_path / "log").start()
    with pytest.raises(ServerError, match="no such option"):
        server.wait_until(lambda: False, within=30)


def test_a_server_that_never_answers_is_an_error(tmp_path: Path) -> None:
    server = Server("silent", _SLEEPER, log=tmp_path / "log").start()
    with pytest.raises(ServerError, match=r"silent answers: not within 0\.2 s"):
        server.wait_until(lambda: False, within=0.2)
    server.stop()


@pytest.mark.parametrize(
    ("end", "signal_number"),
    [
        ("raise AssertionError('a test failed')", None),
        ("import time; time.sleep(600)", signal.SIGINT),
        ("import time; time.sleep(600)", signal.SIGTERM),
        ("import time; time.sleep(600)", signal.SIGKILL),
    ],
    ids=["failure", "Ctrl-C", "TERM", "kill -9"],
)
def test_nothing_outlives_a_run_that_ends(tmp_path: Path, end: str, signal_number: signal.Signals | None) -> None:
    if signal_number is None:
        end = f"import sys; sys.stderr = open('stderr', 'w')\n{end}"
    run, pids = _run(tmp_path, end)
    if signal_number is not None:
        run.send_signal(signal_number)
    assert run.wait(timeout=30) != 0
    if signal_number in (None, signal.SIGINT):  # the run can end them itself, and does so before it ends
        assert [alive(pid) for pid in pids] == [False, False]
    _assert_gone(pids)


def test_the_watchdog_ends_the_youngest_first_and_only_what_is_left() -> None:
    assert watch(["+10\n", "+11\n", "+12\n", "-11\n"]) == [12, 10]
