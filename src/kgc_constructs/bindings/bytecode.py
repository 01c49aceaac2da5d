"""Compiled code of generated modules, kept in our cache whether or not Python may write `__pycache__`.

Compiling one provider module takes 50 ms, all of cdk8s-plus 2 s. Environments that set PYTHONDONTWRITEBYTECODE, and
installations that cannot be written, would pay that at every start.
"""

from __future__ import annotations

import gc
import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER
from types import ModuleType

from kgc_constructs.bindings.cache import cache_dir, write_atomically
from kgc_constructs.bindings.namespaces import run
from kgc_constructs.bindings.splitting import Split, split
from kgc_constructs.bindings.type_checks import check_types_lazily

__all__ = ["GeneratedModuleLoader", "after_import", "without_collection"]

_HEADER = struct.Struct("<4sqQII")
"""Python's magic number, the source's time and size, and the code's length and checksum."""
after_import: list[Callable[[str, Sequence[str]], None]] = []
"""Called for each generated module that has been run, with its name and the resources that it defines."""


class GeneratedModuleLoader(SourceFileLoader):
    """Runs a generated module but for its definitions, from compiled code in our cache."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module without looking for garbage, of which an import makes none."""
        with without_collection():
            compiled = self._compiled(module.__name__)
            run(module, compiled)
        check_types_lazily(module)
        for hook in after_import:
            hook(module.__name__, compiled.resources)

    def _compiled(self, fullname: str) -> Split:
        path = self.get_filename(fullname)
        stat = self.path_stats(path)
        cached = cache_dir() / "split" / f"{fullname}-{hashlib.sha256(path.encode()).hexdigest()[:16]}.bin"
        source = (MAGIC_NUMBER, int(stat["mtime"] * 1_000_000), stat["size"])
        with suppress(OSError, struct.error):
            kept = memoryview(cached.read_bytes())
            body = kept[_HEADER.size :]
            if _HEADER.unpack_from(kept) == (*source, len(body), zlib.crc32(body)):
                return Split.load(body)
        compiled = split(self.get_data(path), path)
        data = compiled.dump()
        with suppress(OSError):  # without a cache everything still works
            write_atomically(cached, _HEADER.pack(*source, len(data), zlib.crc32(data)) + data)
        return compiled


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
