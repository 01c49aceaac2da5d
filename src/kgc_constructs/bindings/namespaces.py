"""The namespace of a generated module, in which a definition is run when its name is first used.

Code in the module looks names up as globals, then as builtins: the module gets builtins of its own, which know what
waits to be defined. Code elsewhere asks the module, whose `__getattr__` knows.
"""

from __future__ import annotations

import builtins
import marshal
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

from kgc_constructs.bindings.splitting import Split

__all__ = ["define_type", "run"]

_COMMON = ("all", "dict", "isinstance", "len", "repr", "set", "str", "super", "type")
"""Builtins that generated methods use all the time: as globals they are found at once."""
_lock = threading.RLock()
_homes: dict[str, tuple[Namespace, str]] = {}


class _Builtins(dict[str, Any]):
    """The builtins of one module, and what waits there to be defined."""

    def __init__(self, define: Callable[[str], Any]) -> None:
        super().__init__(vars(builtins))
        self.define = define

    def __missing__(self, name: str) -> Any:
        return self.define(name)


class Namespace:
    """The names of one generated module, defined or not."""

    def __init__(self, module: ModuleType, definitions: dict[str, bytes]) -> None:
        self.module = module.__name__
        self.names = module.__dict__
        self.waiting = dict(definitions)

    def define(self, name: str) -> Any:
        """Run the definition of `name`.

        Raises:
            KeyError: There is no such name.
        """
        with _lock:
            if name not in self.names:
                exec(marshal.loads(self.waiting[name]), self.names)  # noqa: S102, S302  # as an import does
                self.waiting.pop(name, None)
            if name in self.names.get("__all__", ()):
                setattr(sys.modules[self.module], name, self.names[name])
            return self.names[name]

    def attribute(self, name: str) -> Any:
        """A public name, for `__getattr__` of the module that others import."""
        if name in self.names["__all__"]:
            return self.private_attribute(name)
        raise AttributeError(f"module {self.module!r} has no attribute {name!r}")

    def private_attribute(self, name: str) -> Any:
        """Any name, for `__getattr__` of the module that the definitions are run in."""
        if name in self.waiting or name in self.names:
            return self.define(name)
        raise AttributeError(f"module {self.module!r} has no attribute {name!r}")


def run(module: ModuleType, split: Split) -> None:
    """Run a generated module but for its definitions."""
    namespace = Namespace(module, split.definitions)
    names = module.__dict__
    names.update({name: getattr(builtins, name) for name in _COMMON})
    names["__builtins__"] = _Builtins(namespace.define)
    exec(split.frame, names)  # noqa: S102  # as an import does
    _homes.update({fqn: (namespace, name) for fqn, name in split.types.items()})
    names["__getattr__"] = namespace.private_attribute
    public = sys.modules[module.__name__]  # `publication.publish()` has put the public names into a module of its own
    if public is not module:
        public.__dict__["__getattr__"] = namespace.attribute
        public.__dict__["__dir__"] = lambda: sorted({*public.__dict__, *names["__all__"]} - {"__dir__", "__getattr__"})


def define_type(fqn: str) -> bool:
    """Define the class of a jsii type, if its module has been run; whether it is defined now."""
    namespace, name = _homes.get(fqn, (None, ""))
    if namespace is None:
        return False
    namespace.define(name)
    return True
