"""A server as a process of its own: started, waited for until it answers, and ended by its own process id."""

import atexit
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.servers import watchdog
from tests.servers.waiting import NotInTimeError, wait_for

PATIENCE = 5.0  # seconds that servers left at the end of a run have between TERM and KILL


class ServerError(AssertionError):
    """A server did not start or did not end as it should; the end of its log is in the message."""


class Server:
    """One program in its own session, so that Ctrl-C reaches the test run first and the run ends it in order."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.argv = [str(word) for word in argv]
        self.log = log
        self._env = None if env is None else dict(env)
        self._user = user
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its group."""
        if self._process is None:
            raise ServerError(f"{self.name} is not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start it; it may be started again after it has ended."""
        _run.open()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._env,
                user=self._user,
                extra_groups=None if self._user is None else [],
                cwd=self.log.parent if self._user is None else "/",
                start_new_session=True,
            )
        _run.add(self)
        return self

    def wait_until(self, answers: Callable[[], bool], *, within: float = 60.0) -> Self:
        """Wait until it answers; a server that dies meanwhile is an error at once."""

        def probe() -> bool:
            if not self.running:
                raise ServerError(f"{self.name} ended while starting:\n{self.tail()}")
            return answers()

        try:
            wait_for(probe, what=f"{self.name} answers", within=within)
        except NotInTimeError as error:
            raise ServerError(f"{error}\n{self.tail()}") from error
        return self

    def wait(self, *, within: float) -> int:
        """Wait until it ends by itself, and return its exit code."""
        if self._process is None:
            raise ServerError(f"{self.name} is not started")
        try:
            code = self._process.wait(timeout=within)
        except subprocess.TimeoutExpired as error:
            raise ServerError(f"{self.name} still runs after {within:g} s:\n{self.tail()}") from error
        self.stop()  # of its children nothing is left either
        return code

    def stop(self, *, patience: float = 20.0) -> None:
        """Ask it to end, and KILL after `patience` seconds; nothing happens when it has already ended."""
        self._end(self._stop_signal, patience)

    def kill(self) -> None:
        """KILL at once, as a crash of the machine would."""
        self._end(signal.SIGKILL, 10.0)

    def _end(self, signal_number: signal.Signals, patience: float) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal_number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=patience)
        with contextlib.suppress(ProcessLookupError):  # the server itself where it did not obey, or children it left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        _run.forget(self)  # only now: an interrupt above leaves it to the end of the run

    def tail(self, lines: int = 30) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class _Run:
    """The servers that this process has running, and the watchdog that outlives it."""

    def __init__(self) -> None:
        self._servers: list[Server] = []
        self._watchdog: subprocess.Popen[str] | None = None

    def open(self) -> None:
        if self._watchdog is None:
            self._watchdog = subprocess.Popen(
                [sys.executable, "-I", watchdog.__file__, str(PATIENCE)],
                stdin=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            atexit.register(self.close)

    def add(self, server: Server) -> None:
        self._servers.append(server)
        self._tell(f"+{server.pid}")

    def forget(self, server: Server) -> None:
        if server in self._servers:
            self._servers.remove(server)
            self._tell(f"-{server.pid}")

    def close(self) -> None:
        """End what is left, the youngest first: a store must outlive those that use it."""
        for server in self._servers[::-1]:
            server.stop(patience=PATIENCE)
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
            self._watchdog.wait(timeout=30)

    def _tell(self, line: str) -> None:
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.write(f"{line}\n")
            self._watchdog.stdin.flush()


_run = _Run()
