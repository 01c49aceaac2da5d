"""Runs every test that needs real servers, and sees to it that nothing of the run is left: `make e2e`.

Arguments are those of pytest; without any, everything runs. Ctrl-C ends everything in order.
"""

import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.e2e.injection.program import delivery_program
from tests.e2e.underway import Underway
from tests.servers.assets import COMPONENTS, component, node_simulator
from tests.servers.marked import can_look, new_mark, parent_of, processes_with

_HERE = Path(__file__).parent
_log = logging.getLogger(__name__)
_WORKERS = "3"  # for two cores: much of the time is waiting; each may bring up a cluster of its own
_UNTIL_GONE = 15.0  # seconds that the last servers may take to end


def main(arguments: list[str]) -> int:
    """Run the tests; the answer is how the run ends."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell's background ignores them, and its children do
        signal.signal(number, signal.default_int_handler)  # what ends the run in order
    began = time.monotonic()
    mark, folder = new_mark(), Path(tempfile.mkdtemp(prefix="kgc-"))  # a short name: sockets lie below it
    folder.chmod(0o711)  # PostgreSQL runs as another user
    os.environ.update(mark, TMPDIR=str(folder))
    tempfile.tempdir = None  # ask the environment again
    code = int(pytest.ExitCode.INTERRUPTED)
    with contextlib.suppress(KeyboardInterrupt):
        if not arguments:
            _build()
        code = _tests(arguments, folder)
    interrupted = code == pytest.ExitCode.INTERRUPTED
    left = _left_behind(mark, ended_here=interrupted)
    if code == 0 or interrupted:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        _log.info("e2e: the servers' logs are in %s", folder)
    seconds = time.monotonic() - began
    _log.info("e2e: %.0f s; processes left behind: %s", seconds, ", ".join(left) or "none")
    return 1 if left else code


def _build() -> None:
    """Build what takes minutes on a new machine, where a person sees it; tests tell what lacks."""
    with contextlib.suppress(pytest.skip.Exception, pytest.fail.Exception):
        for name in COMPONENTS:
            component(name)
        node_simulator()
        delivery_program()


def _tests(arguments: list[str], folder: Path) -> int:
    spread = ["-n", _WORKERS, "--dist", "loadgroup", "--no-loadscope-reorder", f"--basetemp={folder / 't'}"]
    shown = ["-vv", "-rfEs", "--durations=10"]
    named = any(Path(each.partition("::")[0]).exists() for each in arguments)
    places = [] if named else [str(_HERE), *map(str, _elsewhere())]
    return int(pytest.main(["-m", "server", *spread, *shown, *places, *arguments], plugins=[Underway()]))


def _elsewhere() -> list[Path]:
    """Files of other folders with tests that need servers; to collect all the others takes minutes."""
    files = sorted(_HERE.parent.rglob("test_*.py"))
    return [
        file
        for file in files
        if not file.is_relative_to(_HERE) and "pytest.mark.server" in file.read_text(encoding="utf-8")
    ]


def _left_behind(mark: dict[str, str], *, ended_here: bool) -> list[str]:
    """What still runs after a while, by name; it is ended, which is in order where tests were cut short."""
    if not can_look():
        return []
    left = _after_a_while(mark)
    for process in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return sorted((_after_a_while(mark) if ended_here else left).values())


def _after_a_while(mark: dict[str, str]) -> dict[int, str]:
    deadline = time.monotonic() + _UNTIL_GONE
    while (left := _orphans(mark)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def _orphans(mark: dict[str, str]) -> dict[int, str]:
    """All but the children of this very process, which end with it: the Node.js of what it imported."""
    return {process: name for process, name in processes_with(mark).items() if parent_of(process) != os.getpid()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
