"""On an empty cache another process builds images meanwhile; it ends with the one that began it, and leaves no half."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.bindings.running import ended, left_of, run, start
from tests.servers.waiting import wait_for

MARK = "v*/packages/@cdktf/provider-aws/*/*/.jsii-runtime-package-cache"
HALF_BUILT = "v*/packages/**/.building-*"
WAITING = f"""
import sys, time
from pathlib import Path
from kgc_constructs import synth

deadline = time.monotonic() + 60
while not list(Path(sys.argv[1]).glob({MARK!r})) and time.monotonic() < deadline:
    time.sleep(0.05)
print("jsii" in sys.modules, time.monotonic() < deadline)
"""
FAILING = "from kgc_constructs import synth\nraise SystemExit('a mistake in the settings')\n"


def test_an_image_is_built_while_this_process_does_something_else(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(WAITING)
    done = run("program.py", tmp_path / "cache", folder=tmp_path, KGC_CACHE_DIR=str(tmp_path / "cache"))
    assert (done.out, done.err, done.code) == ("False True\n", "", 0)
    assert left_of(done.session) == []
    assert list((tmp_path / "cache").glob(HALF_BUILT)) == []


def test_whoever_gives_up_early_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(FAILING)
    done = run("program.py", folder=tmp_path, KGC_CACHE_DIR=str(tmp_path / "cache"))
    assert (done.err, done.code) == ("a mistake in the settings\n", 1)
    assert left_of(done.session) == []
    assert list((tmp_path / "cache").glob(HALF_BUILT)) == []
    assert list((tmp_path / "cache").glob(MARK)) == []


def test_whoever_is_killed_leaves_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (tmp_path / "program.py").write_text(WAITING)
    process = start("program.py", cache, folder=tmp_path, KGC_CACHE_DIR=str(cache))
    wait_for(lambda: any(cache.glob(HALF_BUILT)), what="an image is being built", within=30)
    process.send_signal(signal.SIGKILL)
    done = ended(process)
    assert left_of(done.session) == []
    assert list(cache.glob(HALF_BUILT)) == []


def test_nothing_is_begun_when_nothing_lacks(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import subprocess, sys\n"
        "sys.addaudithook(lambda event, said: event == 'subprocess.Popen' and print('prepare' in map(str, said[1])))\n"
        "from kgc_constructs import synth\n"
    )
    assert run("program.py", folder=tmp_path).out == "False\n"  # Node.js alone
    fresh = run("program.py", folder=tmp_path, KGC_CACHE_DIR=str(tmp_path / "cache"))
    assert fresh.out.splitlines().count("True") == 1
