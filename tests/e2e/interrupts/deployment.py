"""`kgc deploy` of one certificate stack, as a program that a test can interrupt."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kgc_constructs.settings import Environment
from tests.operations.kgc import Kgc, inherited
from tests.servers.aws import Aws
from tests.servers.process import Server
from tests.servers.terraform import Terraform
from tests.servers.waiting import wait_for


@dataclass
class Deployment:
    """A project folder, and the runs in it."""

    settings: Environment
    folder: Path
    terraform: Terraform
    aws: Aws
    runs: int = 0

    @property
    def stack(self) -> Path:
        """Where Terraform works."""
        return self.folder / "dist" / self.settings.slug / "terraform" / "stacks" / f"certificate-{self.settings.slug}"

    @property
    def variables(self) -> dict[str, str]:
        """What the command finds in its environment."""
        path = f"{self.terraform.program.parent}{os.pathsep}{os.environ['PATH']}"
        retries = {"AWS_MAX_ATTEMPTS": "2"}  # else Terraform asks a server that is gone for many minutes
        own = {"PATH": path, "HOME": str(self.folder)}
        return {**inherited(), **self.terraform.environment, **self.aws.environment, **retries, **own}

    @property
    def kgc(self) -> Kgc:
        """The command in the project's folder."""
        return Kgc(self.folder, self.variables)

    def start(self) -> Server:
        """Start a run."""
        self.runs += 1
        name = self.kgc.describe(self.settings)
        command = ["deploy", name, "--yes", "--only", "infrastructure", "--stack", self.stack.name]
        return Server(
            "kgc",
            [sys.executable, "-m", "kgc_constructs.cli", *command],
            log=self.folder / f"run-{self.runs}.log",
            env=self.variables,
        ).start()

    def run(self) -> tuple[int, str]:
        """Run it to its end: how it ended, and what it said."""
        server = self.start()
        return self.wait(server)

    def wait(self, server: Server) -> tuple[int, str]:
        """Wait for the end of a run."""
        code = server.wait(within=200)
        return code, server.tail(200)

    def obey(self, pattern: str, said: str, *, answer: str = "") -> None:
        """Run the command that a message names, as the person who reads it does."""
        command = re.search(pattern, said)
        assert command is not None, said
        done = subprocess.run(
            shlex.split(command.group(1)),
            cwd=self.folder,
            env={**self.variables, "TF_INPUT": "1"},
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def reach(self, server: Server, stage: Callable[[str], bool]) -> None:
        """Wait until a run has come so far."""
        server.wait_until(lambda: stage(server.tail(400)), within=240)


def terraform_of(server: Server) -> int:
    """The process id of the Terraform that a run has started."""

    def child() -> int | None:
        children = ["ps", "-o", "pid=,comm=", "--ppid", str(server.pid)]
        done = subprocess.run(children, capture_output=True, text=True, check=False)
        return next((int(line.split()[0]) for line in done.stdout.splitlines() if "terraform" in line), None)

    return wait_for(child, what="Terraform runs", within=30)


def kill_terraform(server: Server) -> None:
    """Kill Terraform as the kernel does when memory is short; its plugins find out by themselves."""
    os.kill(terraform_of(server), signal.SIGKILL)
