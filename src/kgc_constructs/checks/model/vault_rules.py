"""What one Vault policy says, path by path, read as Vault reads it.

Source: https://developer.hashicorp.com/vault/docs/concepts/policies
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kgc_constructs.checks.model.durations import seconds
from kgc_constructs.checks.model.hcl import Block, HclError, Item, parse

__all__ = ["CAPABILITIES", "PathRule", "Values", "rules_in"]

CAPABILITIES = frozenset(
    {"create", "read", "update", "delete", "list", "sudo", "patch", "scan", "subscribe", "recover"}
)
_OLD = {  # https://developer.hashicorp.com/vault/docs/concepts/policies: the first spelling, which still works
    "": (),
    "deny": ("deny",),
    "read": ("read", "list"),
    "write": ("create", "read", "update", "delete", "list"),
    "sudo": ("create", "read", "update", "delete", "list", "sudo"),
}
_ARGUMENTS = frozenset(
    {
        "allowed_parameters", "capabilities", "comment", "control_group", "denied_parameters", "expiration",
        "list_scan_response_keys_filter_path", "max_wrapping_ttl", "mfa_methods", "min_wrapping_ttl",
        "pagination_limit", "policy", "required_parameters", "subscribe_event_types",
    }
)  # fmt: skip

Values = Mapping[str, tuple[Any, ...]]
"""Values by the name of a parameter; none stands for any."""


@dataclass(frozen=True, kw_only=True)
class PathRule:
    """One block of a policy.

    Attributes:
        path: As it is written, without a slash at the front.
        capabilities: What it grants; `deny` stands alone.
        allowed: Parameters that a request may have, and their values; None when it does not say.
        denied: Parameters that a request may not have.
        required: Parameters that a request must have.
        shortest: Least seconds of a wrapped answer; 0 when it does not say.
        longest: Most seconds of a wrapped answer; 0 when it does not say.
    """

    path: str
    capabilities: frozenset[str]
    allowed: Values | None = None
    denied: Values | None = None
    required: tuple[str, ...] = ()
    shortest: float = 0
    longest: float = 0


def rules_in(text: str) -> tuple[PathRule, ...]:
    """The blocks of a policy, in HCL or JSON.

    Raises:
        HclError: when Vault would refuse it, or when it is written in a way that versions of Vault read differently.
    """
    return tuple(_rule(path, body) for path, body in _blocks(text))


def _blocks(text: str) -> Iterator[tuple[str, Block]]:
    for keys, value in _json(text) if text.lstrip().startswith("{") else parse(text):
        if keys == ("name",):
            continue
        if keys[0] != "path":
            raise HclError(f"{keys[0]!r} is not `path`")
        match keys, value:
            case (_, path), Block():
                yield path, value
            case _:
                raise HclError('a block is `path "…" { … }`')


def _json(text: str) -> Block:
    try:
        document = json.loads(text, object_pairs_hook=lambda pairs: Block(Item((key,), value) for key, value in pairs))
    except (ValueError, RecursionError) as error:
        raise HclError(f"it is not JSON: {error}") from error
    block = Block()
    for (key,), value in document:
        if key == "path":
            for each in value if isinstance(value, list) and not isinstance(value, Block) else [value]:
                if not isinstance(each, Block):
                    raise HclError("`path` holds objects by their paths")
                block.extend(Item(("path", *item.keys), item.value) for item in each)
        else:
            block.append(Item((key,), value))
    return block


def _rule(path: str, body: Block) -> PathRule:
    arguments: dict[str, Any] = {}
    for (key, *more), value in body:
        if key not in _ARGUMENTS or more:
            raise HclError(f"path {path!r}: {key!r} is not known")
        if key in arguments:
            raise HclError(f"path {path!r}: {key!r} is written twice")
        arguments[key] = value
    if "+*" in path:
        raise HclError(f"path {path!r}: `+*` is forbidden")
    if path.count("{{") != path.count("}}"):
        raise HclError(f"path {path!r}: a template is not closed")
    shortest, longest = (_seconds(path, arguments.get(f"{which}_wrapping_ttl")) for which in ("min", "max"))
    if 0 < longest < shortest:
        raise HclError(f"path {path!r}: max_wrapping_ttl is less than min_wrapping_ttl")
    return PathRule(
        path=path.removeprefix("/"),
        capabilities=_capabilities(path, arguments),
        allowed=_parameters(path, arguments.get("allowed_parameters")),
        denied=_parameters(path, arguments.get("denied_parameters")),
        required=_texts(path, arguments.get("required_parameters")),
        shortest=shortest,
        longest=longest,
    )


def _capabilities(path: str, arguments: Mapping[str, Any]) -> frozenset[str]:
    old = arguments.get("policy", "")
    if not isinstance(old, str) or old not in _OLD:
        raise HclError(f"path {path!r}: policy {old!r} is not known")
    given = _texts(path, arguments.get("capabilities"))
    if old == "deny":
        return frozenset({"deny"})
    for each in given:
        if each == "deny":
            return frozenset({"deny"})
        if each not in CAPABILITIES:
            raise HclError(f"path {path!r}: capability {each!r} is not known")
    return frozenset({*given, *_OLD[old]})


def _parameters(path: str, value: Any) -> Values | None:
    if value is None:
        return None
    blocks = [value] if isinstance(value, Block) else value
    found: dict[str, tuple[Any, ...]] = {}
    for block in blocks if isinstance(blocks, list) and blocks else [None]:
        if not isinstance(block, Block):
            raise HclError(f"path {path!r}: parameters are an object")
        for (key, *more), values in block:
            if more or isinstance(values, Block) or not isinstance(values, list):
                raise HclError(f"path {path!r}: the values of parameter {key!r} are no list")
            if key.lower() in found:
                raise HclError(f"path {path!r}: parameter {key!r} is written twice")
            found[key.lower()] = tuple(values)
    return found


def _texts(path: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Block) or not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise HclError(f"path {path!r}: a list of texts is expected, not {value!r}")
    return tuple(value)


def _seconds(path: str, value: Any) -> float:
    found = 0.0 if value is None else seconds(value)
    if found is None:
        raise HclError(f"path {path!r}: {value!r} is no time")
    return found
