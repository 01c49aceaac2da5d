"""typeguard without the 60 ms that `unittest.mock` (and with it asyncio and ssl) takes to import.

typeguard 2, which jsii pins, asks of every value whether it is a `unittest.mock.Mock`. No value can be one before
somebody has imported `unittest.mock`, so typeguard gets a class that asks there.
"""

from __future__ import annotations

import builtins
import sys
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any

__all__ = ["TypeguardLoader"]

MOCK = "unittest.mock"


class _AnyMock(type):
    def __instancecheck__(cls, value: object) -> bool:
        module = sys.modules.get(MOCK)
        return module is not None and isinstance(value, module.Mock)


class Mock(metaclass=_AnyMock):
    """Stands for `unittest.mock.Mock` in `isinstance`."""


class TypeguardLoader(SourceFileLoader):
    """Runs typeguard with an `import` statement that does not load `unittest.mock`."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module; nobody else's imports change."""
        stand_in = ModuleType(MOCK)
        stand_in.__dict__["Mock"] = Mock

        def import_(name: str, *arguments: Any, **options: Any) -> Any:
            return stand_in if name == MOCK else __import__(name, *arguments, **options)

        module.__dict__["__builtins__"] = vars(builtins) | {"__import__": import_}
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"{module.__name__} has no code", name=module.__name__)
        exec(code, module.__dict__)  # noqa: S102  # as every loader does
