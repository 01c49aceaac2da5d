"""Whether contenders have written the same documents, compared as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

__all__ = ["same_documents"]


def same_documents(one: Path, other: Path) -> int:
    """How many documents there are.

    Raises:
        ValueError: A document of one is missing in the other or differs there.
    """
    first, second = _documents(one), _documents(other)
    if first.keys() != second.keys():
        raise ValueError(f"only one of {one} and {other} has {sorted(first.keys() ^ second.keys())}")
    for path, content in first.items():
        if content != second[path]:
            raise ValueError(f"{path} differs between {one} and {other}")
    if not first:
        raise ValueError(f"there are no documents in {one}")
    return len(first)


def _documents(folder: Path) -> dict[str, Any]:
    """What the engines have written; `outputs.json` is made without them."""
    manifests = {path: list(yaml.safe_load_all(path.read_text("utf-8"))) for path in folder.rglob("*.yaml")}
    stacks = {path: json.loads(path.read_text("utf-8")) for path in folder.rglob("*.json") if path.stem != "outputs"}
    return {str(path.relative_to(folder)): content for path, content in (manifests | stacks).items()}
