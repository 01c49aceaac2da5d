"""Terraform modules: all JSON files of a folder are one, merged as Terraform merges them.

Source: https://developer.hashicorp.com/terraform/language/syntax/json and /language/files/override
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kgc_constructs.checks.files.walking import shown
from kgc_constructs.checks.model.located import Located, Place
from kgc_constructs.checks.model.reading import mapping

__all__ = ["ENDING", "modules_of"]

ENDING = ".tf.json"
_LEVELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "locals": 0,
    "terraform": 0,
}
"""How many names a block has before its content."""


def modules_of(files: Sequence[tuple[Path, dict[str, Any]]]) -> dict[str, Located]:
    """Each folder's module by the folder's name, or by its path where two folders have the same name."""
    folders: dict[Path, list[tuple[Path, dict[str, Any]]]] = {}
    for file, content in files:
        folders.setdefault(file.resolve().parent, []).append((file, content))
    names = [folder.name for folder in folders]
    modules: dict[str, Located] = {}
    for folder, parts in folders.items():
        ordered = sorted(parts, key=lambda part: (_overrides(part[0]), part[0].name))
        name = folder.name if names.count(folder.name) == 1 and folder.name else shown(folder)
        modules[name] = Located.at(_merged(ordered), *(Place(shown(file)) for file, _ in ordered))
    return modules


def _overrides(file: Path) -> bool:
    return file.name == f"override{ENDING}" or file.name.endswith(f"_override{ENDING}")


def _merged(parts: Sequence[tuple[Path, dict[str, Any]]]) -> dict[str, Any]:
    """One module; what two files define, neither of which overrides the other, stands there twice, as a list."""
    module: dict[str, Any] = {}
    for file, part in parts:
        for block, content in part.items():
            if block in _LEVELS:
                _merge(module.setdefault(block, {}), content, _LEVELS[block], over=_overrides(file))
            elif block in module:
                module[block] = [*_listed(module[block]), *_listed(content)]
            else:
                module[block] = content
    return module


def _merge(target: dict[str, Any], content: Any, levels: int, *, over: bool) -> None:
    """Lay `content`, one object or several, over `target`; an override replaces argument by argument."""
    for part in _listed(content):
        for name, inner in mapping(part).items():
            if levels > 1:
                _merge(target.setdefault(name, {}), inner, levels - 1, over=over)
            elif levels == 0:
                target[name] = inner
            elif name not in target:
                target[name] = inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
            elif over:
                target[name] = {**mapping(_listed(target[name])[0]), **mapping(inner)}
            else:
                target[name] = [*_listed(target[name]), *_listed(inner)]


def _listed(content: Any) -> list[Any]:
    return content if isinstance(content, list) and content else [content]
