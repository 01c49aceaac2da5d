"""A real PostgreSQL on loopback, owned by an ordinary user even when the tests run as root."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.servers.ports import free_port
from tests.servers.process import Server
from tests.servers.requirements import need, program

_INSTALL = "the packages postgresql and postgresql-client (Debian, Ubuntu), or postgresql (brew)"


@dataclass(frozen=True)
class Postgres:
    """A server that answers, and its superuser."""

    port: int
    password: str = field(repr=False)
    user: str = "postgres"
    host: str = "127.0.0.1"

    def connect(
        self, *, user: str | None = None, password: str | None = None, database: str = "postgres"
    ) -> psycopg.Connection:
        """A connection, as the superuser unless a user is named; each statement stands for itself."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=user or self.user,
            password=password or self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
            options="-c statement_timeout=60s",  # a lock that nobody releases is an error
        )

    def accepts(self, user: str, password: str, *, database: str = "postgres") -> bool:
        """Whether this login is good; any other trouble than a refused login is an error."""
        try:
            self.connect(user=user, password=password, database=database).close()
        except psycopg.OperationalError as error:
            refusals = ("password authentication failed", "is not permitted to log in", f'role "{user}" does not exist')
            if not any(refusal in str(error) for refusal in refusals):
                raise
            return False
        return True


@contextmanager
def postgres(log: Path, *, password: str) -> Iterator[Postgres]:
    """A fresh server whose superuser has this password."""
    user = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="kgc-postgres-"))  # its owner cannot enter the folders of root
    port = free_port()
    server = Server(
        "postgres",
        [
            _program("postgres"),
            "-D",
            folder / "data",
            f"-cport={port}",
            "-clisten_addresses=127.0.0.1",
            f"-cunix_socket_directories={folder}",
            "-cfsync=off",  # nobody needs these data after a power cut
        ],
        log=log,
        user=user,
        stop_signal=signal.SIGINT,  # "fast": it does not wait for its clients
    )
    try:
        _initialise(folder, user, password)
        ready: list[str | Path] = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        server.start().wait_until(lambda: subprocess.run(ready, check=False).returncode == 0)
        yield Postgres(port, password)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    if user is not None:
        for path in (folder, secret):
            shutil.chown(path, user)
    command: list[str | Path] = [
        _program("initdb"),
        "--no-sync",
        "--username=postgres",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        f"--pwfile={secret}",
        "-D",
        folder / "data",
    ]
    groups = None if user is None else list[str]()  # not those of root
    subprocess.run(command, check=True, capture_output=True, user=user, extra_groups=groups, cwd=folder)
    secret.unlink()


def _program(name: str) -> Path:
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    return need(program(name, *folders), f"PostgreSQL ({name})", install=_INSTALL)


def _unprivileged_user() -> str | None:
    """Whom to run as: PostgreSQL refuses root. None means ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    usable = next((name for name in ("postgres", "nobody") if name in known), None)
    return need(usable, "a user postgres or nobody to run PostgreSQL as", install=_INSTALL)
