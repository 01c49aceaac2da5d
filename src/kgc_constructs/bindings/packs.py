"""The pack that `pack.js` keeps: where it is, and whether it is whole."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

from kgc_constructs.bindings.cache import cache_dir

__all__ = ["is_whole", "pack_file"]

_PREFIX = struct.Struct("<QQI")
"""Length of the head, length of the pieces after it, checksum of the head; as in `pack.js`."""


def pack_file() -> Path:
    """The file with the modules that programs have used so far."""
    return cache_dir() / "compiled" / "modules.pack"


@cache
def is_whole(pack: Path) -> bool:
    """Whether the pack is there and has not been cut off; each of its pieces has a checksum of its own."""
    try:
        with pack.open("rb") as file:
            head, pieces, checksum = _PREFIX.unpack(file.read(_PREFIX.size))
            complete: bool = pack.stat().st_size == _PREFIX.size + head + pieces
            return complete and zlib.crc32(file.read(head)) == checksum
    except (OSError, struct.error):
        return False
