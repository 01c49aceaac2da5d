"""Many environments are shared out among processes, and nobody sees a difference but the time."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bindings.running import run
from tests.conftest import APPS, ROOT

PROGRAM = f"""
import sys
from pathlib import Path
from kgc_constructs import synth, synth_all
from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Environment

sys.path.append({str(ROOT)!r})
from benchmarks.environments import numbered

def environments(count):
    production = load_environment("production", Path({str(APPS)!r}))
    return [numbered(production, number) for number in range(count)]

if __name__ == "__main__":
    how, count = sys.argv[1], int(sys.argv[2])
    wanted = environments(count)
    if how == "all":
        made = synth_all(wanted)
    else:
        made = [synth(each) for each in wanted]
    print([each.environment for each in made] == [each.slug for each in wanted], len(made))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def rendered(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_several_processes_render_what_one_renders(program: Path, tmp_path: Path) -> None:
    made = {}
    for how in ("all", "each"):
        folder = tmp_path / how
        folder.mkdir()
        done = run(program, how, "16", folder=folder, PYTHONWARNINGS="error")
        assert (done.out, done.err) == ("True 16\n", "")
        made[how] = rendered(folder)
    assert made["all"] == made["each"]
    assert len(made["all"]) == 16 * 5


def seen_on_a_terminal(command: list[str], folder: Path) -> tuple[bytes, bytes]:
    """What a command says on its standard output, and on a terminal as its standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # a terminal that nobody writes to any more cannot be read
            while chunk := os.read(ours, 1 << 16):
                seen += chunk
        os.close(ours)
        assert process.stdout is not None
        return process.stdout.read(), seen


@pytest.mark.parametrize("count", [4, 8])
def test_the_bar_is_for_whoever_watches_many(count: int, program: Path, tmp_path: Path) -> None:
    out, seen = seen_on_a_terminal([sys.executable, str(program), "all", str(count)], tmp_path)
    assert out == f"True {count}\n".encode()
    assert (b"Rendering" in seen) is (count >= 8)


def test_no_bar_goes_into_a_file(program: Path, tmp_path: Path) -> None:
    done = run(program, "all", "8", folder=tmp_path)
    assert (done.out, done.err) == ("True 8\n", "")


TWO = """
import sys
from pathlib import Path
from kgc_constructs import synth_all
from kgc_constructs.apps import load_environment

if __name__ == "__main__":
    staging, production = (load_environment(name, Path(sys.argv[1])) for name in ("staging", "production"))
    more = int(sys.argv[2])
    sys.path.append(str(Path(sys.argv[1]).parent))
    from benchmarks.environments import numbered
    synth_all([staging, *(numbered(production, number) for number in range(more)), production.evolve(**CHANGE)])
"""
CHANGES = {
    "a host name of staging": ("exposure=staging.exposure, certificate=staging.certificate", "shared-host"),
    "fewer pods than staging": ("autoscaling=None, replicas=1, disruption_budget=None", "weaker-availability"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("more", [0, 16])
def test_nothing_is_written_when_two_environments_do_not_fit(change: str, more: int, tmp_path: Path) -> None:
    arguments, rule = CHANGES[change]
    program = tmp_path / "program.py"
    program.write_text(TWO.replace("**CHANGE", arguments))
    done = run(program, str(APPS), str(more), folder=tmp_path)
    assert f"{rule} (error)" in done.err, done.err
    assert "production: " in done.err
    assert rendered(tmp_path) == {"program.py": program.read_bytes()}


WRONG = """
import sys
from pathlib import Path
from kgc_constructs import synth_all
from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Silence

if __name__ == "__main__":
    sys.path.append(str(Path(sys.argv[1]).parent))
    from benchmarks.environments import numbered
    production, wrong = load_environment("production", Path(sys.argv[1])), [int(each) for each in sys.argv[2:]]
    environments = [numbered(production, number) for number in range(16)]
    for number in wrong:
        silence = Silence(rule="pod-apparmor", object=f"Pod/number-{number}", reason="It is not there.")
        environments[number] = environments[number].evolve(silences=(silence,))
    synth_all(environments)
"""


@pytest.mark.parametrize("wrong", [("0", "15"), ("2", "3"), ("9", "15"), ("1", "4", "8")])
def test_of_several_mistakes_the_first_environments_is_told(wrong: tuple[str, ...], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(WRONG)
    done = run(program, str(APPS), *wrong, folder=tmp_path)
    assert done.code == 2
    assert f"Pod/number-{wrong[0]}" in done.err
    assert not any(f"Pod/number-{number}" in done.err for number in wrong[1:])
    assert rendered(tmp_path) == {"program.py": program.read_bytes()}


WHO = """
import os, sys
from pathlib import Path
from kgc_constructs import synth_all, synthesis
from kgc_constructs.apps import load_environment

class Noted:
    prepare = staticmethod(synthesis.prepare)

def prepare(*arguments, **options):
    with open("processes", "a") as file:
        file.write(f"{os.getpid()}\\n")
    return Noted.prepare(*arguments, **options)

synthesis.prepare = sys.modules["kgc_constructs.synthesis_pool"].prepare = prepare

if __name__ == "__main__":
    sys.path.append(str(Path(sys.argv[1]).parent))
    from benchmarks.environments import numbered
    production = load_environment("production", Path(sys.argv[1]))
    synth_all([numbered(production, number) for number in range(24)])
    print(os.getpid())
"""


def test_the_process_that_shares_out_the_work_has_its_share(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(WHO)
    done = run(program, str(APPS), folder=tmp_path)
    processes = (tmp_path / "processes").read_text().split()
    assert len(processes) == 24
    assert done.out.strip() in processes
    assert len(set(processes)) == min(len(os.sched_getaffinity(0)), 3)
