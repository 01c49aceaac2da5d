"""Node.js is started ahead for whoever renders, and for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bindings.running import left_of, run
from tests.conftest import APPS

COUNT = """
import subprocess, sys
started = []
sys.addaudithook(lambda event, args: started.append(args[0]) if event == "subprocess.Popen" else None)
"""
RENDER = """
from pathlib import Path
from kgc_constructs.settings import Environment
synth(Environment(environment="dev"), "dist")
print([path.parent.name for path in Path("dist").rglob("outputs.json")])
"""


def started(program: str, folder: Path) -> str:
    (folder / "program.py").write_text(COUNT + program + "\nprint(len(started))\n")
    done = run("program.py", folder=folder, PYTHONWARNINGS="error")
    assert (done.code, done.err) == (0, "")
    assert left_of(done.session) == []
    return done.out


def test_asking_for_synth_starts_the_only_node(tmp_path: Path) -> None:
    assert (
        started("from kgc_constructs import synth\nprint(len(started))" + RENDER, tmp_path) == "1\n['development']\n1\n"
    )


def test_nobody_notices_when_nothing_is_rendered(tmp_path: Path) -> None:
    assert started("from kgc_constructs import synth", tmp_path) == "1\n"


@pytest.mark.parametrize(
    "change",
    ['os.environ["CDKTF_CONTEXT_JSON"] = "{}"', 'os.makedirs("elsewhere"); os.chdir("elsewhere")'],
)
def test_what_node_would_see_otherwise_now_is_started_anew(change: str, tmp_path: Path) -> None:
    assert (
        started(f"import os\nfrom kgc_constructs import synth\n{change}" + RENDER, tmp_path) == "['development']\n2\n"
    )


@pytest.mark.parametrize(
    "program",
    [
        f"from pathlib import Path\nfrom kgc_constructs.apps import load_environment\n"
        f"load_environment('production', Path({str(APPS)!r}))",
        "import kgc_constructs",
        "import kgc_constructs.settings",
        "import kgc_constructs.cli",
    ],
)
def test_whoever_only_reads_settings_starts_nothing(program: str, tmp_path: Path) -> None:
    assert started(program, tmp_path) == "0\n"
