"""What the applier remembers between runs: counters of values that cannot be read back. Never a value."""

import json
from pathlib import Path


class State:
    """Kept in a file, so that a second run knows what the first wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counters: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def counter(self, address: str) -> int | None:
        """The last counter written for a resource."""
        return self._counters.get(address)

    def remember(self, address: str, counter: int | None) -> None:
        """Keep a counter, or forget the resource."""
        if counter is None:
            self._counters.pop(address, None)
        else:
            self._counters[address] = counter
        self._path.write_text(json.dumps(self._counters, indent=2, sort_keys=True), encoding="utf-8")
