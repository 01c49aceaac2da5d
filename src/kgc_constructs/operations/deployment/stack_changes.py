"""What a Terraform plan would change, as a person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ResourceChange", "StackChanges", "read_changes"]

_SIGNS = {("create",): "+", ("update",): "~", ("delete",): "-"}
_REPLACED = "-/+"
_NOTHING = (["no-op"], ["read"])
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class ResourceChange:
    """One resource: its address, what happens to it, and which attributes differ."""

    sign: str
    address: str
    attributes: Sequence[str]

    def lines(self) -> Iterator[str]:
        """For a person."""
        yield f"  {self.sign:<3} {self.address}"
        for attribute in self.attributes:
            yield f"        {attribute}"


@dataclass(frozen=True, kw_only=True)
class StackChanges:
    """All changes of one stack; none means that the infrastructure is as described."""

    stack: str
    resources: Sequence[ResourceChange]
    outputs_change: bool = False

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.resources) or self.outputs_change

    def lines(self) -> Iterator[str]:
        """For a person."""
        if not self:
            yield f"{self.stack}: no changes"
            return
        signs = [change.sign for change in self.resources]
        added = signs.count("+") + signs.count(_REPLACED)
        destroyed = signs.count("-") + signs.count(_REPLACED)
        yield f"{self.stack}: {added} to add, {signs.count('~')} to change, {destroyed} to destroy"
        for change in self.resources:
            yield from change.lines()
        if not self.resources:
            yield "  outputs only"


def read_changes(stack: str, plan: str) -> StackChanges:
    """The changes in `plan`, which `terraform show -json` printed. Sensitive and unknown values are not shown."""
    document = json.loads(plan)
    changes = [
        ResourceChange(
            sign=_SIGNS.get(tuple(entry["change"]["actions"]), _REPLACED),
            address=entry["address"],
            attributes=list(_attributes(entry["change"])),
        )
        for entry in document.get("resource_changes", ())
        if entry["change"]["actions"] not in _NOTHING
    ]
    outputs = document.get("output_changes", {}).values()
    return StackChanges(
        stack=stack,
        resources=changes,
        outputs_change=any(output["actions"] != ["no-op"] for output in outputs),
    )


def _attributes(change: Mapping[str, Any]) -> Iterator[str]:
    """The attributes that differ, where the resource exists before and after."""
    before, after = change.get("before"), change.get("after")
    if before is None or after is None:
        return
    unknown = change.get("after_unknown") or {}
    hidden = [change.get("before_sensitive") or {}, change.get("after_sensitive") or {}]
    for name in sorted({*before, *after, *unknown}):
        if unknown.get(name):
            yield f"{name}: {_short(before.get(name))} → (known after apply)"
        elif before.get(name) != after.get(name):
            secret = any(sensitive is True or sensitive.get(name) for sensitive in hidden)
            shown = "(not shown)" if secret else f"{_short(before.get(name))} → {_short(after.get(name))}"
            yield f"{name}: {shown}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
