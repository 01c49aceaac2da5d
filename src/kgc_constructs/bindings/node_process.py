"""One Node.js process with the jsii kernel in it, and the socket to talk to it; knows nothing of jsii's Python half.

It is started before jsii is imported, so that both halves start at the same time.
"""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from kgc_constructs.bindings.cache import cache_dir
from kgc_constructs.bindings.errors import NodeError
from kgc_constructs.bindings.node import ENV_NODE, Node
from kgc_constructs.bindings.proven import embedded_file

__all__ = ["NodeProcess"]

BOOTSTRAP = Path(__file__).with_name("kernel.js")
ON_DESCRIPTOR_3 = ("/bin/sh", "-c", 'exec "$@" 3<&0 0</dev/null', "sh")
"""Starts a command with its standard input as file descriptor 3, where the kernel reads and writes."""
PATIENCE = 5
"""Seconds that Node.js gets to end by itself; jsii gives it as long."""


class NodeProcess:
    """The kernel that jsii ships, without the second Node.js process that jsii starts around it."""

    def __init__(self, node: Node, packages: Path) -> None:
        self.node = node
        self.owner = os.getpid()
        self.ahead = 0
        ours, theirs = socket.socketpair()
        options = [
            "--max-old-space-size=4069",  # as jsii does
            "--max-semi-space-size=8",  # MB for new objects; twice as much, as is usual, saves no time
        ]
        scripts = map(str, (BOOTSTRAP, embedded_file("lib__program.js"), packages, cache_dir() / "compiled"))
        environment = {
            "JSII_AGENT": f"Python/{platform.python_version()}",
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(packages),
            ENV_NODE: node.path,
        }
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  # our own command
                [*ON_DESCRIPTOR_3, node.path, *options, *scripts],
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=os.environ | environment,
            )
        self.socket = ours
        self.reader = ours.makefile("rb")
        self.sinks = [
            threading.Thread(target=_forward, args=(stream, name), name=f"node {name}", daemon=True)
            for stream, name in ((self.process.stdout, "stdout"), (self.process.stderr, "stderr"))
        ]
        for sink in self.sinks:
            sink.start()

    def write(self, line: bytes) -> None:
        """Send one message.

        Raises:
            NodeError: Node.js has ended.
        """
        if os.getpid() != self.owner:
            raise NodeError("Node.js belongs to the process that this one was forked from: start processes by `spawn`.")
        try:
            self.socket.sendall(line)
        except OSError:
            raise self._ended() from None

    def write_ahead(self, line: bytes) -> None:
        """Send a message before the conversation begins; its answer then comes first."""
        self.write(line)
        self.ahead += 1

    def read(self) -> bytes:
        """Wait for one message.

        Raises:
            NodeError: Node.js has ended.
        """
        try:
            line = self.reader.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            raise self._ended()
        return line

    def stop(self) -> None:
        """Let Node.js end, and forward what it still has to say."""
        if os.getpid() != self.owner:
            return  # a forked process must not end what belongs to another
        with suppress(OSError):  # it may have ended already
            self.socket.sendall(b'{"exit":0}\n')
            self.socket.shutdown(socket.SHUT_WR)
            self.socket.settimeout(PATIENCE)
            while self.socket.recv(1 << 16):  # it closes its end when it ends; polling for that takes 50 ms longer
                pass
        self._close()

    def kill(self) -> None:
        """End Node.js at once; nobody has asked it anything yet."""
        if os.getpid() == self.owner:
            self.process.kill()
            self._close()

    def _close(self) -> None:
        self.reader.close()
        self.socket.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for sink, stream in zip(self.sinks, (self.process.stdout, self.process.stderr), strict=True):
            sink.join(PATIENCE)
            if stream is not None and not sink.is_alive():
                stream.close()

    def _ended(self) -> NodeError:
        try:
            status: int | str = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            status = "none yet"
        return NodeError(f"{self.node} has ended (exit status {status}) while the bindings needed it.")


def _forward(stream: IO[bytes], name: str) -> None:
    """Pass what constructs print in JavaScript on to Python's own stream of that name."""
    while chunk := stream.read1():  # type: ignore[attr-defined]  # a BufferedReader, as Popen makes them
        target = getattr(sys, name)
        if hasattr(target, "buffer"):
            target.buffer.write(chunk)
        else:
            target.write(chunk.decode("utf-8", "replace"))
