"""Changes of the texts of policies, whatever the environment they belong to is called."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["NOTE", "READ", "ROTATE", "added", "replaced", "with_mount"]

READ, ROTATE = (f"resource|vault_policy|Policies_{name}|policy" for name in ("Read_11386F6E", "Rotate_A5D5D287"))
NOTE = "spec|template|metadata|annotations|vault.hashicorp.com/"

Change = Callable[[str], str]


def added(path: str, capabilities: str = '"read"') -> Change:
    """One more block; `{mount}` is the environment's KV mount."""
    return lambda text: f'{text}\npath "{path.format(mount=_mount(text))}" {{\n  capabilities = [{capabilities}]\n}}\n'


def replaced(pattern: str, new: str) -> Change:
    """One thing written otherwise, everywhere."""

    def change(text: str) -> str:
        found, count = re.subn(pattern, new, text)
        assert count, f"{pattern!r} is not there"
        return found

    return change


def with_mount(new: str) -> Change:
    """Something else that names the mount."""
    return lambda text: new.format(mount=_mount(text))


def _mount(text: str) -> str:
    return str(re.findall(r"(kgc-[a-z0-9]+)/data/", text)[0])
