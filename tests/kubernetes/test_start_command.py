"""What stands before the sidecar's program, run by real shells."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kgc_constructs.kubernetes import start_command as module
from kgc_constructs.kubernetes.start_command import start_command
from tests.e2e.vault.container import started_by_the_kubelet
from tests.servers.waiting import NotInTimeError, wait_for

FOUND = {shell: Path(path).resolve() for shell in ("bash", "busybox", "dash", "sh") if (path := shutil.which(shell))}
SHELLS = sorted({path: shell for shell, path in FOUND.items()}.values())
NASTY = 'it\'s $HOME `id` "quoted" \\ back # not a comment ; | &'
PRINT = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
SLEEP = ["sleep", "60"]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> list[str]:
    """Each POSIX shell of this machine."""
    return ["busybox", "sh"] if request.param == "busybox" else [request.param]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with everything that a delivery brings."""
    (tmp_path / "token").write_text("a-token")
    (tmp_path / "one.env").write_text(f"API_KEY={shlex.quote(NASTY)}\n")
    (tmp_path / "two.env").write_text("DATABASE_URL='postgresql://u:p@host/kgc'\n")
    return tmp_path


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the files looked at every second."""
    monkeypatch.setattr(module, "_SECONDS", 1)


@contextmanager
def started(shell: list[str], command: list[str], program: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The program behind the command, in a session of its own, which is ended with everything in it."""
    assert command[:2] == ["/bin/sh", "-ec"]
    words = started_by_the_kubelet(command, {"HOME": "/"})
    process = subprocess.Popen(
        [*shell, *words[1:], *program], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # everything of the session has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def program_of(process: subprocess.Popen[str]) -> str:
    """What the process runs at this moment; nothing once it has ended."""
    arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    return arguments.decode().replace("\0", " ").strip()


def children_of(process: subprocess.Popen[str]) -> str:
    """What the process has started and not yet seen the end of."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()


def command(folder: Path, *watched: str) -> list[str]:
    return start_command(("one.env", "two.env"), token=True, watched=watched, folder=str(folder))


def test_the_program_gets_every_variable_as_it_was_meant(shell: list[str], folder: Path) -> None:
    with started(shell, command(folder), PRINT) as process:
        output, _ = process.communicate(timeout=20)
    variables = json.loads(output)
    assert variables["API_KEY"] == NASTY
    assert variables["DATABASE_URL"] == "postgresql://u:p@host/kgc"
    assert variables["VAULT_TOKEN"] == (folder / "token").read_text()
    assert process.returncode == 0


def test_the_program_replaces_the_shell_and_ends_with_its_own_exit_code(shell: list[str], folder: Path) -> None:
    with started(shell, command(folder), ["sh", "-c", "exit 7"]) as process:
        assert process.wait(timeout=20) == 7


@pytest.mark.parametrize("missing", ["token", "one.env", "two.env"])
def test_nothing_starts_before_every_file_is_there(shell: list[str], folder: Path, missing: str) -> None:
    text = (folder / missing).read_text()
    (folder / missing).write_text("")  # made, but not yet written
    with started(shell, command(folder), SLEEP) as process:
        with pytest.raises(NotInTimeError):
            wait_for(lambda: program_of(process) == "sleep 60", what="too early a start", within=1.5)
        (folder / missing).write_text(text)
        wait_for(lambda: program_of(process) == "sleep 60", what="the start", within=20)


def test_the_first_process_can_be_stopped_while_it_waits(shell: list[str], folder: Path) -> None:
    (folder / "token").unlink()
    with started(shell, command(folder), SLEEP) as process:
        wait_for(lambda: children_of(process), what="the shell waits", within=20)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 143


def test_a_change_of_a_watched_file_ends_the_program(shell: list[str], folder: Path) -> None:
    with started(shell, command(folder, "token", "two.env"), SLEEP) as process:
        wait_for(lambda: program_of(process) == "sleep 60", what="the start", within=20)
        new = folder / "new"
        new.write_text("DATABASE_URL='postgresql://u:other@host/kgc'\n")
        new.replace(folder / "two.env")  # as the agent and the kubelet do: never half a file
        assert process.wait(timeout=20) == -signal.SIGTERM


def test_a_change_of_another_file_ends_nothing(shell: list[str], folder: Path) -> None:
    with started(shell, command(folder, "two.env"), SLEEP) as process:
        wait_for(lambda: program_of(process) == "sleep 60", what="the start", within=20)
        (folder / "one.env").write_text("API_KEY='other'\n")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=3)


def test_without_watched_files_nobody_watches(folder: Path) -> None:
    assert "kill" not in start_command(("one.env",), folder=str(folder))[2]


def test_without_a_token_none_is_read(folder: Path) -> None:
    assert "VAULT_TOKEN" not in start_command(("one.env",), folder=str(folder))[2]


def test_the_kubelet_finds_nothing_to_expand(folder: Path) -> None:
    words = command(folder, "token", "two.env")
    assert started_by_the_kubelet(words, {}) == words
