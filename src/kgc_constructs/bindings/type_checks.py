"""jsii's type checks in Python, without evaluating the types of arguments that nobody has given.

Generated code checks every argument of every call. A provider's resource has 20 of them, most of which are None, and
the types of all 20 were built from their annotations for each call. Here a type is built when there is a value to
check, and once. What is checked, and what is said when a check fails, stays the same.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

__all__ = ["check_types_lazily", "version"]

_STUB = "_typecheckingstub__"
_MEMORY = "__kgc_types__"
"""The name under which a module's namespace keeps the types that have been built."""


class _Type:
    """The type of one argument, as its annotation says.

    Attributes:
        optional: Whether None is accepted.
        accepted: Classes whose instances have been found to need no further look.
    """

    __slots__ = ("accepted", "classes", "namespace", "optional", "text")

    def __init__(self, text: str, namespace: dict[str, Any]) -> None:
        self.text = text
        self.namespace = namespace
        self.optional = text.startswith("typing.Optional[")
        self.accepted: set[type] = set()
        self.classes: tuple[type, ...] | None = None

    def accepts(self, kind: type) -> bool:
        """Whether being a `kind` is enough, as typeguard would find out by `isinstance`."""
        if kind in self.accepted:
            return True
        if self.classes is None:
            self.classes = tuple(_classes(self.build()))
        if issubclass(kind, self.classes):
            self.accepted.add(kind)
            return True
        return False

    def build(self) -> Any:
        known: dict[str, Any] = self.namespace.setdefault(_MEMORY, {})
        if self.text not in known:
            holder = FunctionType(_Type.build.__code__, self.namespace)
            holder.__annotations__ = {"argument": self.text}
            known[self.text] = typing.get_type_hints(holder)["argument"]
        return known[self.text]


def _classes(expected: Any) -> Iterator[type]:
    """The plain classes that a type is, or is a union of: whatever is an instance of one of them is accepted."""
    if typing.get_origin(expected) is typing.Union:
        for each in typing.get_args(expected):
            yield from _classes(each)
    elif expected is Any:
        yield object
    elif isinstance(expected, type) and not getattr(expected, "_is_protocol", False):
        yield expected


def check_types_lazily(module: ModuleType) -> None:
    """Let the checks in a generated module that has just been run build types only when they need them."""
    names = module.__dict__
    if "check_type" not in names:
        return
    if names.get("typing") is typing:
        names["typing"] = _typing()
    if "cached_type_hints" in names:
        names["cached_type_hints"] = _types_of
    names["check_type"] = _checking(names["check_type"])


@cache
def version(distribution: str) -> str:
    """The installed version of a distribution, looked up once."""
    from importlib.metadata import version as installed  # noqa: PLC0415  # takes 15 ms to import

    return installed(distribution)


@cache
def _types_of(stub: FunctionType) -> Mapping[str, Any]:
    """What `typing.get_type_hints` returns for a generated stub, but unbuilt."""
    annotations = stub.__annotations__
    if not all(isinstance(text, str) for text in annotations.values()):
        return typing.get_type_hints(stub)
    return {name: _Type(text, stub.__globals__) for name, text in annotations.items()}


@cache
def _checking(check: Callable[..., Any]) -> Callable[..., Any]:
    def check_type(argname: str, value: object, expected_type: Any) -> Any:
        if type(expected_type) is _Type:
            if (value is None and expected_type.optional) or expected_type.accepts(type(value)):
                return None
            expected_type = expected_type.build()
        return check(argname=argname, value=value, expected_type=expected_type)

    return check_type


@cache
def _typing() -> ModuleType:
    """`typing`, with a `get_type_hints` that knows generated stubs."""

    def get_type_hints(subject: Any, *scope: Any, **options: Any) -> Any:
        if isinstance(subject, FunctionType) and subject.__name__.startswith(_STUB) and not scope and not options:
            return _types_of(subject)
        return typing.get_type_hints(subject, *scope, **options)

    module = ModuleType("typing", typing.__doc__)
    module.__dict__.update(typing.__dict__)
    module.__dict__["get_type_hints"] = get_type_hints
    return module
