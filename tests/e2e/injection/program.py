"""The program of `program/`, built once: the injector's admission handler and the operators' template engines."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Literal

from tests.servers.gobuild import cached, go

_MODULE = Path(__file__).with_name("program")
_SOURCES = ("go.mod", "go.sum", "main.go")


class RefusedError(AssertionError):
    """The program said no; its own words are in the message."""


def run(command: Literal["inject", "operator", "external"], request: Any) -> str:
    """What the program answers to `request`.

    Raises:
        RefusedError: when it refuses.
    """
    done = subprocess.run(
        [delivery_program(), command], input=json.dumps(request), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RefusedError(done.stderr.strip())
    return done.stdout


def delivery_program() -> Path:
    """The program itself."""
    key = b"".join((_MODULE / name).read_bytes() for name in _SOURCES)
    return cached("secretdelivery", key=key, build=_build) / "secretdelivery"


def _build(folder: Path) -> None:
    go("build", "-trimpath", "-ldflags=-s -w", "-o", folder / "secretdelivery", ".", folder=_MODULE)
