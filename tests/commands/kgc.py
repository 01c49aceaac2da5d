"""The `kgc` command, as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["POD", "kgc"]

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  hostNetwork: true
  containers:
    - name: web
      image: registry.example.com/web:1.4.2
"""
"""Breaks rules without any settings."""


def kgc(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kgc_constructs.cli", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
