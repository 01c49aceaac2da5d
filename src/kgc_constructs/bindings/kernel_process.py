"""jsii's side of the conversation with the kernel, on top of our own process."""

from __future__ import annotations

import atexit
import gc
import json
from collections import deque
from collections.abc import Callable
from typing import Any

import attr
from jsii._kernel.providers.process import _NodeProcess, _unstructure_ref, jdefault, ohook
from jsii._kernel.types import (
    Callback,
    CreateRequest,
    CreateResponse,
    GetRequest,
    GetResponse,
    InvokeRequest,
    InvokeResponse,
    KernelRequest,
    KernelResponse,
    LoadRequest,
    ObjRef,
    Override,
    SetRequest,
    StaticGetRequest,
    StaticInvokeRequest,
)
from jsii._stack_trace import capture_stack_trace
from jsii._stack_trace import is_enabled as stack_traces_enabled
from jsii.errors import ErrorType, JavaScriptError, JSIIError

from kgc_constructs.bindings.errors import NodeError
from kgc_constructs.bindings.node_process import NodeProcess

__all__ = ["KernelProcess"]

MOST_UNANSWERED = 500
"""Far below what a socket holds: when both sides wait for the other to read, nobody does."""
_APIS: dict[type, str] = {
    CreateRequest: "create",
    GetRequest: "get",
    InvokeRequest: "invoke",
    LoadRequest: "load",
    SetRequest: "set",
    StaticGetRequest: "sget",
    StaticInvokeRequest: "sinvoke",
}
"""How the most frequent requests are called; their fields are sent as they are."""
_ANSWERS: dict[type, Callable[[Any, Any], Any]] = {
    CreateResponse: lambda ok, kind: kind(ref=ok.ref),
    GetResponse: lambda ok, kind: kind(**ok),
    InvokeResponse: lambda ok, kind: kind(**ok),
}
"""How the answers to most requests are built, as the serializer does by code that it first has to write."""


class KernelProcess(_NodeProcess):
    """The same conversation with the same kernel.

    Packages are loaded without waiting for the answer: Node.js loads them while Python imports its half. The answers
    are read before the next question.
    """

    def __init__(self, node_process: NodeProcess) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.node_process = node_process
        self.unanswered = deque([False] * node_process.ahead)  # for each: does a refusal matter?
        self.greeted = False
        self.stopped = False
        atexit.register(self.stop)

    def load_later(self, request: LoadRequest) -> None:
        """Ask the kernel to load a package, and read the answer another time."""
        self._ask_later(request, matters=True)

    def look_at_later(self, fqn: str, constant: str) -> None:
        """Let the kernel load the module of a class, by asking for a constant of it that nobody will read."""
        self._ask_later(StaticGetRequest(fqn=fqn, property=constant), matters=False)

    def send(self, request: KernelRequest, response_type: type[KernelResponse]) -> Any:
        """Ask, and return the answer.

        Raises:
            JSIIError: The kernel refuses.
            RuntimeError: The code that the kernel called has failed.
            NodeError: Node.js has ended.
        """
        self._settle()
        message = self._as_message(request)
        if stack_traces_enabled():
            trace = capture_stack_trace()
            if trace:
                message["$jsii.stacktrace"] = trace
        self._write(message)
        return self._answer(response_type)

    def stop(self) -> None:
        """End the conversation and the process."""
        if self.stopped:
            return
        self.stopped = True
        atexit.unregister(self.stop)
        self.node_process.stop()
        self._ctx_stack.close()
        gc.freeze()  # everything ends now: the interpreter need not look for garbage first, which takes 0.2 s

    def _settle(self) -> None:
        if not self.greeted:
            self.greeted = True
            gc.freeze()  # what has been imported stays; looking at it for garbage again and again takes 0.2 s
            self.handshake()
        while self.unanswered:
            matters = self.unanswered.popleft()
            try:
                self._receive()
            except (JSIIError, RuntimeError) as error:
                if matters or isinstance(error, NodeError):
                    raise

    def _ask_later(self, request: KernelRequest, *, matters: bool) -> None:
        if len(self.unanswered) >= MOST_UNANSWERED:
            self._settle()
        self._write(self._as_message(request))
        self.unanswered.append(matters)

    def _as_message(self, request: KernelRequest) -> Any:
        """What the serializer makes of it, which looks for things to convert where there are none."""
        api = _APIS.get(type(request))
        if api is None:
            return self._serializer.unstructure(request)
        return {"api": api} | {field.name: getattr(request, field.name) for field in attr.fields(type(request))}

    def _write(self, message: Any) -> None:
        self.node_process.write(_encode(message).encode() + b"\n")

    def _next_message(self) -> Any:
        return _decode(self.node_process.read().decode())

    def _answer(self, response_type: type[KernelResponse]) -> Any:
        answer = self._receive()
        if "ok" in answer:
            build = _ANSWERS.get(response_type, self._serializer.structure)
            return build(answer["ok"], response_type)
        return self._serializer.structure(answer["callback"], Callback)

    def _receive(self) -> dict[str, Any]:
        answer: dict[str, Any] = self._next_message()
        if "error" not in answer:
            return answer
        stack = JavaScriptError(answer.get("stack"))  # type: ignore[no-untyped-call]
        if answer["name"] == ErrorType.JSII_FAULT.value:
            raise JSIIError(answer["error"]) from stack
        raise RuntimeError(answer["error"]) from stack


def _as_json(value: Any) -> Any:
    if isinstance(value, ObjRef):
        return _unstructure_ref(value)  # type: ignore[no-untyped-call]
    if isinstance(value, Override):
        return attr.asdict(value)
    return jdefault(value)  # type: ignore[no-untyped-call]


_encode = json.JSONEncoder(default=_as_json, separators=(",", ":")).encode
_decode = json.JSONDecoder(object_hook=ohook).decode
