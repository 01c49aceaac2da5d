"""Runs other people's programs: what they print, how they end, and what an interrupt means to them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from kgc_constructs.operations.errors import OperationError, missing_input

__all__ = ["Ended", "InterruptedByPersonError", "Program"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class InterruptedByPersonError(OperationError):
    """Somebody asked to stop, and the program that ran ended in order."""

    exit_code = 130
    """128 and the number of the signal, as shells say it."""


@dataclass(frozen=True)
class Ended:
    """How a run ended and what it printed."""

    code: int
    out: str = field(repr=False)
    err: str = field(repr=False)

    @property
    def words(self) -> str:
        """The program's own words about what went wrong, indented below a sentence of ours."""
        return "\n".join(f"  {line}".rstrip() for line in (self.err.strip() or self.out.strip()).splitlines())


@dataclass(frozen=True)
class Program:
    """A program on the PATH, and how to get it."""

    name: str
    install: str
    variables: Mapping[str, str] = field(default_factory=dict)
    """What it finds in its process environment beside what is there already."""

    def start(self, arguments: Sequence[str | Path], *, show: bool = False) -> subprocess.Popen[str]:
        """Start it; whoever starts it also ends it.

        It gets a process group of its own, so that the terminal's Ctrl-C reaches it once, through us: Terraform takes a
        second interrupt for "stop at once, whatever breaks".

        Raises:
            InputError: if it is not installed.
        """
        found = shutil.which(self.name)
        if found is None:
            raise missing_input(self.name, "not on the PATH", self.install, "this command works through it")
        return subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
            [found, *map(str, arguments)],
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=None if show else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def run(self, arguments: Sequence[str | Path], *, show: bool = False) -> Ended:
        """Run it to its end.

        Args:
            arguments: Never a secret: everybody on the machine sees them.
            show: Whether its progress goes to the terminal instead of into the answer; complaints never do.

        Raises:
            InputError: if it is not installed.
            InterruptedByPersonError: if we were asked to stop. It was asked as well, and has ended by now.
        """
        with self.start(arguments, show=show) as process, _passing_on(process) as received:
            out, err = process.communicate()
        if received:
            raise InterruptedByPersonError(f"Interrupted; {self.name} has ended in order. The same command goes on.")
        return Ended(process.returncode, out or "", err)


@contextlib.contextmanager
def _passing_on(process: subprocess.Popen[str]) -> Iterator[list[int]]:
    """Hand each request to stop on to `process`, and wait for it: Terraform must save its state and free its lock."""
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield received  # only the main thread hears signals
        return

    def pass_on(number: int, _: FrameType | None) -> None:
        received.append(number)
        process.send_signal(signal.SIGINT)

    former = {number: signal.signal(number, pass_on) for number in _SIGNALS}
    try:
        yield received
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
