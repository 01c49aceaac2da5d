"""Compiled code of generated modules, kept in our cache whether or not Python may write `__pycache__`.

Compiling one provider module takes 50 ms, all of cdk8s-plus 2 s. Environments that set PYTHONDONTWRITEBYTECODE, and
installations that cannot be written, would pay that at every start.

The code is compiled as if it began with `from __future__ import annotations`, as newer generated packages do: an
annotation is evaluated when somebody asks for it, not 10,000 of them at import.
"""

from __future__ import annotations
import __future__

import gc
import hashlib
import marshal
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER
from types import CodeType, ModuleType

from kgc_constructs.bindings.cache import cache_dir, write_atomically
from kgc_constructs.bindings.type_checks import check_types_lazily

__all__ = ["CachedSourceLoader", "after_import", "without_collection"]

_HEADER = struct.Struct("<4sqQII")
"""Python's magic number, the source's time and size, and the code's length and checksum."""
_ASK_AGAIN = b"from importlib.metadata import version as _metadata_package_version"
_ASK_ONCE = b"from kgc_constructs.bindings.type_checks import version as _metadata_package_version"
"""Every module of a provider asks for typeguard's version; looking it up takes 0.5 ms each time."""
after_import: list[Callable[[ModuleType], None]] = []
"""Called with the namespace of each generated module that has been run."""


class CachedSourceLoader(SourceFileLoader):
    """Takes compiled code from our cache, and puts it there."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module, compiled now only if the source has changed since it was compiled."""
        path = self.get_filename(fullname)
        stat = self.path_stats(path)
        cached = cache_dir() / "code" / f"{fullname}-{hashlib.sha256(path.encode()).hexdigest()[:16]}.bin"
        source = (MAGIC_NUMBER, int(stat["mtime"] * 1_000_000), stat["size"])
        with suppress(OSError, struct.error):
            kept = memoryview(cached.read_bytes())
            body = kept[_HEADER.size :]
            if _HEADER.unpack_from(kept) == (*source, len(body), zlib.crc32(body)):
                code: CodeType = marshal.loads(body)  # noqa: S302  # written by us, whole, from this source
                return code
        flags = __future__.annotations.compiler_flag
        content = self.get_data(path).replace(_ASK_AGAIN, _ASK_ONCE)
        code = compile(content, path, "exec", flags=flags, dont_inherit=True)
        data = marshal.dumps(code)
        with suppress(OSError):  # without a cache everything still works
            write_atomically(cached, _HEADER.pack(*source, len(data), zlib.crc32(data)) + data)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run the module without looking for garbage, of which an import makes none."""
        with without_collection():
            super().exec_module(module)
        check_types_lazily(module)
        for hook in after_import:
            hook(module)


@contextmanager
def without_collection() -> Iterator[None]:
    """Switch the garbage collector off for a while; every new object would make it look at all others again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
