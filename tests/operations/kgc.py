"""Runs the `kgc` command as a person does: a process of its own, with a home and an apps/ folder of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kgc_constructs.settings import Environment

_APP = """import json
from pathlib import Path
from kgc_constructs.settings import Environment
ENVIRONMENT = Environment(**json.loads(Path(__file__).with_suffix(".json").read_text()))
"""


class Run(subprocess.Popen[str]):
    """One run of the command; a test that fails meanwhile does not wait for it."""

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, *error)  # type: ignore[arg-type]

    def finish(self, answer: str | None = None, *, within: float = 300) -> tuple[str, str]:
        """Wait for its end, and return what it printed and what it complained about.

        Raises:
            AssertionError: It still runs after `within` seconds; where it stood is in the message.
        """
        try:
            return self.communicate(answer, timeout=within)
        except subprocess.TimeoutExpired:
            self.send_signal(signal.SIGABRT)  # Python's fault handler then writes where each thread is
            out, err = self.communicate(timeout=30)
        raise AssertionError(f"kgc still ran after {within:g} s\n{out[-2000:]}\n{err[-6000:]}")


@dataclass(frozen=True)
class Kgc:
    """The command in one folder; `variables` are all it sees of the process environment but PATH."""

    folder: Path
    variables: Mapping[str, str] = field(repr=False)

    def describe(self, settings: Environment) -> str:
        """Make `settings` an environment of the folder, and return its name."""
        apps = self.folder / "apps"
        apps.mkdir(exist_ok=True)
        (apps / f"{settings.slug}.py").write_text(_APP, encoding="utf-8")
        (apps / f"{settings.slug}.json").write_text(json.dumps(settings.model_dump(mode="json")), encoding="utf-8")
        return settings.slug

    def start(self, *arguments: str | Path, **variables: str) -> Run:
        """Start it; whoever starts it also waits for it."""
        return Run(
            [sys.executable, "-X", "faulthandler", "-m", "kgc_constructs.cli", *map(str, arguments)],
            cwd=self.folder,
            env={**inherited(), "HOME": str(self.folder), **self.variables, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path, answer: str = "", **variables: str) -> "Ended":
        """Run it to its end, with `answer` as its standard input."""
        with self.start(*arguments, **variables) as process:
            out, err = process.finish(answer)
        return Ended(process.returncode, out, err)


def inherited() -> dict[str, str]:
    """Where programs and this very source are found, and nothing else."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


@dataclass(frozen=True)
class Ended:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str
