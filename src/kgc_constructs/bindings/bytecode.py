"""Compiled code of generated modules, kept in our cache whether or not Python may write `__pycache__`.

Compiling one provider module takes 50 ms, all of cdk8s-plus 2 s. Environments that set PYTHONDONTWRITEBYTECODE, and
installations that cannot be written, would pay that at every start.
"""

from __future__ import annotations

import hashlib
import marshal
import struct
import zlib
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER
from types import CodeType

from kgc_constructs.bindings.cache import cache_dir, write_atomically

__all__ = ["CachedSourceLoader"]

_HEADER = struct.Struct("<4sqQII")
"""Python's magic number, the source's time and size, and the code's length and checksum."""


class CachedSourceLoader(SourceFileLoader):
    """Takes compiled code from our cache, and puts it there."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module, compiled now only if the source has changed since it was compiled."""
        path = self.get_filename(fullname)
        stat = self.path_stats(path)
        cached = cache_dir() / "bytecode" / f"{fullname}-{hashlib.sha256(path.encode()).hexdigest()[:16]}.bin"
        source = (MAGIC_NUMBER, int(stat["mtime"] * 1_000_000), stat["size"])
        with suppress(OSError, struct.error):
            content = memoryview(cached.read_bytes())
            body = content[_HEADER.size :]
            if _HEADER.unpack_from(content) == (*source, len(body), zlib.crc32(body)):
                code: CodeType = marshal.loads(body)  # noqa: S302  # written by us, whole, from this source
                return code
        code = self.source_to_code(self.get_data(path), path)
        data = marshal.dumps(code)
        with suppress(OSError):  # without a cache everything still works
            write_atomically(cached, _HEADER.pack(*source, len(data), zlib.crc32(data)) + data)
        return code
