"""A run of the command that does not end says where it stands, and a test that fails does not wait for it."""

import subprocess
import sys

import pytest

from tests.operations.kgc import Run

pytestmark = pytest.mark.timeout(60)


def _stuck() -> Run:
    code = "import time\ndef stands_here():\n    print('ready', flush=True)\n    time.sleep(600)\nstands_here()"
    command = [sys.executable, "-X", "faulthandler", "-c", code]
    run = Run(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    return run


def test_it_says_where_it_stands() -> None:
    with _stuck() as run, pytest.raises(AssertionError, match=r"(?s)still ran after 0\.2 s.*in stands_here"):
        run.finish(within=0.2)


def test_a_failure_does_not_wait_for_it() -> None:
    run = _stuck()
    with pytest.raises(LookupError), run:
        raise LookupError
    assert run.returncode is not None
