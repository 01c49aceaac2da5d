"""The Node.js process with the jsii kernel in it, without the second process that jsii puts in between."""

from __future__ import annotations

import atexit
import json
import os
import platform
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import jsii._embedded.jsii
from jsii._kernel.providers.process import _NodeProcess, jdefault, ohook
from jsii._kernel.types import Callback, KernelRequest, KernelResponse, LoadRequest, LoadResponse
from jsii._stack_trace import capture_stack_trace
from jsii._stack_trace import is_enabled as stack_traces_enabled
from jsii.errors import ErrorType, JavaScriptError, JSIIError

from kgc_constructs.bindings.cache import cache_dir
from kgc_constructs.bindings.errors import NodeError
from kgc_constructs.bindings.images import package_root
from kgc_constructs.bindings.node import Node

__all__ = ["KernelProcess"]

BOOTSTRAP = Path(__file__).with_name("kernel.js")
PROGRAM = Path(jsii._embedded.jsii.__file__).with_name("lib__program.js")
ON_DESCRIPTOR_3 = ("/bin/sh", "-c", 'exec "$@" 3<&0 0</dev/null', "sh")
"""Starts a command with its standard input as file descriptor 3, where the kernel reads and writes."""


class KernelProcess(_NodeProcess):
    """The same conversation with the same kernel.

    Packages are loaded without waiting for the answer: Node.js loads them while Python imports its half. The answers
    are read before the next question.
    """

    def __init__(self, node: Node) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.node = node
        self.unanswered = 0
        self.greeted = False
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start Node.js; it greets when it is ready, which nobody waits for yet."""
        self.socket, theirs = socket.socketpair()
        options = ["--max-old-space-size=4069", "--preserve-symlinks"]  # as jsii does
        with theirs:
            self.running = subprocess.Popen(  # noqa: S603  # our own command
                [*ON_DESCRIPTOR_3, self.node.path, *options, *map(str, (BOOTSTRAP, PROGRAM, cache_dir() / "compiled"))],
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=os.environ
                | {
                    "JSII_AGENT": f"Python/{platform.python_version()}",
                    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(package_root()),
                },
            )
        self.reader = self.socket.makefile("rb")
        self.sinks = [
            threading.Thread(target=_forward, args=(self.running.stdout, "stdout"), daemon=True),
            threading.Thread(target=_forward, args=(self.running.stderr, "stderr"), daemon=True),
        ]
        for sink in self.sinks:
            sink.start()
        atexit.register(self.stop)

    def load_later(self, request: LoadRequest) -> None:
        """Ask the kernel to load a package, and read the answer another time."""
        self._write(self._serializer.unstructure(request))
        self.unanswered += 1

    def send(self, request: KernelRequest, response_type: type[KernelResponse]) -> Any:
        """Ask, and return the answer.

        Raises:
            JSIIError: The kernel refuses.
            RuntimeError: The code that the kernel called has failed.
            NodeError: Node.js has ended.
        """
        self._settle()
        message = self._serializer.unstructure(request)
        if stack_traces_enabled():
            trace = capture_stack_trace()
            if trace:
                message["$jsii.stacktrace"] = trace
        self._write(message)
        return self._answer(response_type)

    def stop(self) -> None:
        """Let Node.js end, and forward what it still has to say."""
        atexit.unregister(self.stop)
        process = self.running
        if process is None:
            return
        self.running = None
        with suppress(OSError):  # it may have ended already
            self.socket.sendall(b'{"exit":0}\n')
        self.reader.close()
        self.socket.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for sink, stream in zip(self.sinks, (process.stdout, process.stderr), strict=True):
            sink.join(timeout=5)
            if stream is not None and not sink.is_alive():
                stream.close()
        self._ctx_stack.close()

    def _settle(self) -> None:
        if not self.greeted:
            self.greeted = True
            self.handshake()
        while self.unanswered:
            self.unanswered -= 1
            self._answer(LoadResponse)

    def _write(self, message: Any) -> None:
        try:
            self.socket.sendall(json.dumps(message, default=jdefault).encode() + b"\n")
        except OSError:
            raise self._ended() from None

    def _next_message(self) -> Any:
        line = self.reader.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        return json.loads(line, object_hook=ohook)

    def _answer(self, response_type: type[KernelResponse]) -> Any:
        answer = self._next_message()
        if "ok" in answer:
            return self._serializer.structure(answer["ok"], response_type)
        if "callback" in answer:
            return self._serializer.structure(answer["callback"], Callback)
        stack = JavaScriptError(answer.get("stack"))  # type: ignore[no-untyped-call]
        if answer["name"] == ErrorType.JSII_FAULT.value:
            raise JSIIError(answer["error"]) from stack
        raise RuntimeError(answer["error"]) from stack

    def _ended(self) -> NodeError:
        process = self.running
        status = process.wait() if process is not None else None
        return NodeError(f"{self.node} has ended (exit status {status}) while the bindings needed it.")


def _forward(stream: IO[bytes], name: str) -> None:
    """Pass what constructs print in JavaScript on to Python's own stream of that name."""
    while chunk := stream.read1():  # type: ignore[attr-defined]  # a BufferedReader, as Popen makes them
        target = getattr(sys, name)
        if hasattr(target, "buffer"):
            target.buffer.write(chunk)
        else:
            target.write(chunk.decode("utf-8", "replace"))
