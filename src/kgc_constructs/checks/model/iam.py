"""Statements of AWS policies, wherever a stack writes them.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.modules import blocks
from kgc_constructs.checks.model.reading import mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of

__all__ = ["Statement", "statements_of"]

_ENCODED = re.compile(r"^\$\{\s*jsonencode\((.*)\)\s*\}$", re.DOTALL)
_KEY = re.compile(r'(?:"(\w[\w:-]*)"|\b(\w+))\s*=\s*(?=["\[{])')


@dataclass(frozen=True)
class Statement:
    """One statement: where it stands, and what it says as lists of texts."""

    stack: str
    where: str
    of_key: bool
    allows: bool
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    principals: tuple[str, ...]
    conditional: bool


def statements_of(rendered: Rendered) -> Iterator[Statement]:
    """The statements of policies that are written as JSON, by `jsonencode`, or as `aws_iam_policy_document`."""
    for each in rendered.resources():
        if each.type.startswith("aws_"):
            for path, text in texts_of(each.arguments):
                if "Statement" in text:
                    for number, said in enumerate(_listed(_parsed(text).get("Statement"))):
                        where = f"{each.where}.{path}.Statement.{number}"
                        yield _statement(each.stack, where, each.type.startswith("aws_kms_"), said)
    for stack, content in rendered.terraform.items():
        for name, body in blocks(mapping(content.get("data")), "aws_iam_policy_document"):
            for number, said in enumerate(_listed(body.get("statement"))):
                where = f"data.aws_iam_policy_document.{name}.statement.{number}"
                yield _statement(stack, where, False, _as_json(said))


def _parsed(text: str) -> dict[str, Any]:
    encoded = _ENCODED.match(text)
    if encoded:
        text = _KEY.sub(lambda match: f'"{match[1] or match[2]}": ', encoded[1])
    try:
        return mapping(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def _as_json(said: dict[str, Any]) -> dict[str, Any]:
    """A block of the data source under the names of the JSON policy."""
    names = {
        "actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource",
        "effect": "Effect", "condition": "Condition",
    }  # fmt: skip
    principals = [text for each in _listed(said.get("principals")) for text in _texts(each.get("identifiers"))]
    return {**{names[key]: value for key, value in said.items() if key in names}, "Principal": {"AWS": principals}}


def _statement(stack: str, where: str, of_key: bool, said: dict[str, Any]) -> Statement:
    principal = said.get("Principal")
    groups = mapping(principal).values() if not isinstance(principal, str) else [principal]
    return Statement(
        stack=stack,
        where=where,
        of_key=of_key,
        allows=said.get("Effect", "Allow") == "Allow",
        actions=_texts(said.get("Action")),
        not_actions=_texts(said.get("NotAction")),
        resources=_texts(said.get("Resource")),
        not_resources=_texts(said.get("NotResource")),
        principals=tuple(text for group in groups for text in _texts(group)),
        conditional=bool(said.get("Condition")),
    )


def _listed(value: Any) -> list[dict[str, Any]]:
    return mappings(value if isinstance(value, list) else [value])


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in (value if isinstance(value, list) else [value]) if each is not None)
