"""Reads values out of documents that may lack them, or hold something else in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["at", "mapping", "mappings", "selects", "texts"]


def mapping(value: Any) -> dict[str, Any]:
    """`value` when it is an object, else an empty one."""
    return dict(value) if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """The objects in `value` when it is a list, else none."""
    return [dict(each) for each in value if isinstance(each, dict)] if isinstance(value, list | tuple) else []


def texts(value: Any) -> list[str]:
    """The texts in `value` when it is a list, else none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []


def at(document: Any, path: str) -> Any:
    """The value at a dotted path, or None; keys that hold dots cannot be reached so."""
    for part in path.split("."):
        document = document.get(part) if isinstance(document, dict) else None
    return document


def selects(selector: Any, labels: Mapping[str, str]) -> bool:
    """Whether a label selector matches `labels`; an empty one matches everything (API `LabelSelector`)."""
    wanted = mapping(mapping(selector).get("matchLabels"))
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(_holds(expression, labels) for expression in mappings(mapping(selector).get("matchExpressions")))


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, values = str(expression.get("key")), texts(expression.get("values"))
    match expression.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return False
