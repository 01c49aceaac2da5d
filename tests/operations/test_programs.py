"""Programs of others: found or asked for, and ended in order when a person interrupts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations.programs import Program
from tests.servers.waiting import wait_for

SLOW = """#!{python}
import pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
asked = []
signal.signal(signal.SIGINT, lambda *_: asked.append(1))
(here / "started").touch()
while not asked:
    time.sleep(0.05)
time.sleep(0.5)  # the state is being saved
(here / "ended").write_text(str(len(asked)))
"""

CALLER = """
import sys
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.programs import Program
try:
    Program("slow", "it").run([])
except OperationError as error:
    sys.stderr.write(str(error))
    sys.exit(error.exit_code)
"""


def test_what_it_prints_and_how_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    program = tmp_path / "talker"
    program.write_text('#!/bin/sh\necho "out $1 $MORE"; echo err >&2; exit 3\n', encoding="utf-8")
    program.chmod(0o755)
    ended = Program("talker", "it", {"MORE": "more"}).run(["one; two"])
    assert (ended.code, ended.out, ended.err) == (3, "out one; two more\n", "err\n")
    assert ended.words == "  err"
    assert "out" not in repr(ended)


def test_an_absent_one_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=r"nowhere\n.*not on the PATH'\n.*from https://example\.com"):
        Program("nowhere", "from https://example.com").run([])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("whom", ["us alone", "the whole group, as a terminal does"])
def test_an_interrupt_reaches_it_once_and_is_waited_for(tmp_path: Path, number: signal.Signals, whom: str) -> None:
    program = tmp_path / "slow"
    program.write_text(SLOW.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    with subprocess.Popen(
        [sys.executable, "-c", CALLER], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as caller:
        wait_for((tmp_path / "started").exists, what="the program starts")
        if whom == "us alone":
            caller.send_signal(number)
        else:
            os.killpg(caller.pid, number)
        _, err = caller.communicate(timeout=30)
    assert caller.returncode == 130
    assert err == "Interrupted; slow has ended in order. The same command goes on."
    assert (tmp_path / "ended").read_text(encoding="utf-8") == "1"
