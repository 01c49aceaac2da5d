"""The original system, written down by hand: the only place that says what it rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

__all__ = ["FOLDER", "KUBERNETES", "original_objects", "original_stack"]

FOLDER = Path(__file__).parent / "original"
KUBERNETES = FOLDER / "kubernetes.yaml"


def original_objects() -> dict[str, dict[str, Any]]:
    """Its Kubernetes objects by `Kind/name`, new each time."""
    documents = yaml.safe_load_all(KUBERNETES.read_text(encoding="utf-8"))
    return {f"{each['kind']}/{each['metadata']['name']}": each for each in documents}


def original_stack(name: str) -> dict[str, Any]:
    """One of its parts for Terraform, `vault` or `certificate`, new each time."""
    (file,) = (FOLDER / name).glob("*.tf.json")
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document
