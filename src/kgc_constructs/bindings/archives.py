"""Archives: the modules of a package that has thousands of them, in one file, read by `archive.js`."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import Self

__all__ = ["ArchiveWriter"]

ENTRY_POINT = Path(__file__).with_name("lazy_entry.js")
ARCHIVE, CONTENTS = "modules.bin", "modules.json"
MAIN = "lib/index.js"
_EAGER = re.compile(r'^exports\.(\w+) = require\("(\./[\w.-]+)"\);$')
_HARMLESS = re.compile(
    r'^("use strict";|Object\.defineProperty\(exports, "__esModule".*|exports\.\w+ = .*void 0;|//.*|/\*.*| \*.*|)$'
)


class ArchiveWriter:
    """Collects the modules of a package that is being unpacked.

    Only when all of the package has been seen, it is known whether its entry point does nothing but require modules. If
    so, it is replaced by one that requires a module when it is first used. Other packages get their files back.
    """

    def __init__(self, image: Path) -> None:
        self.image = image
        self.contents: dict[str, tuple[int, int, int]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._file = self._open.enter_context((self.image / ARCHIVE).open("w+b"))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def takes(self, path: str) -> bool:
        """Whether a file of the package goes into the archive."""
        return path.startswith("lib/") and path.endswith(".js") and path != MAIN

    def add(self, path: str, source: bytes) -> None:
        """Put one module into the archive."""
        packed = zlib.compress(source, 1)
        self.contents[path] = (self._file.tell(), len(packed), zlib.crc32(source))
        self._file.write(packed)

    def finish(self) -> None:
        """Make the entry point lazy, or give the package its files back."""
        modules = self._required_by_main()
        if modules:
            entry_point = ENTRY_POINT.read_text("utf-8").replace("{}", json.dumps(modules, indent=0), 1)
            (self.image / MAIN).write_text(entry_point, "utf-8")
            (self.image / CONTENTS).write_text(json.dumps(self.contents), "utf-8")
            return
        for name, (begin, length, _) in self.contents.items():
            self._file.seek(begin)
            path = self.image / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(zlib.decompress(self._file.read(length)))
        (self.image / ARCHIVE).unlink()

    def _required_by_main(self) -> dict[str, str]:
        """What an entry point that does nothing else requires: `{"snsTopic": "./sns-topic"}`; empty for others."""
        package = json.loads((self.image / "package.json").read_bytes())
        if package.get("main") != MAIN or "exports" in package:
            return {}
        modules: dict[str, str] = {}
        for line in (self.image / MAIN).read_text("utf-8").splitlines():
            match = _EAGER.match(line)
            if match:
                modules[match[1]] = match[2]
            elif not _HARMLESS.match(line):
                return {}
        return modules
