"""Documents compared with a reviewed file, as data: the order of keys and the way a text is quoted never matter."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kgc_constructs.testing.documents import normalise
from kgc_constructs.yaml_text import yaml_text

__all__ = ["assert_matches_golden"]


def assert_matches_golden(documents: Mapping[str, Any] | Sequence[Any], path: Path, *, update: bool = False) -> None:
    """Compare `documents` with the golden at `path`: several as YAML, a single one as JSON.

    Args:
        documents: What was rendered.
        path: The golden.
        update: Write it instead.

    Raises:
        AssertionError: with the difference as a patch, or when there is no golden yet.
        ValueError: when `update` is asked for in CI (the variable CI is set): nobody would read the difference there.
    """
    actual = _text(documents)
    if update:
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            raise ValueError(f"CI never writes a golden ({path}): write it on your machine and read the difference")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8")
        return
    if not path.exists():
        raise AssertionError(f"There is no golden at {path}")
    expected = _text(_read(path, documents))
    if actual != expected:
        lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), str(path), "rendered", lineterm="")
        raise AssertionError("\n".join(["What is rendered is not what was reviewed:", *lines]))


def _read(path: Path, documents: object) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if isinstance(documents, Mapping) else list(yaml.safe_load_all(text))


def _text(documents: Any) -> str:
    if isinstance(documents, Mapping):
        return json.dumps(normalise(documents), indent=2, ensure_ascii=False) + "\n"
    return yaml_text(normalise(documents))
