"""Policies and paths that overlap in every way: few words, many wildcards."""

import json
from typing import Any

from hypothesis import strategies as st

from tests.servers.vault import Vault, asked

_WORDS = ("a", "ab", "b", "data", "kgc")
_CAPABILITIES = ("create", "read", "update", "delete", "list", "sudo", "patch", "scan")

Rule = tuple[str, dict[str, Any]]
"""A path, and what its block says."""


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A path of a policy: words, `+` anywhere, and at the end nothing, a slash, or `*`, alone or after letters."""
    parts = draw(st.lists(st.sampled_from((*_WORDS, "+", "+", "a+", "*b")), min_size=0, max_size=4))
    end = draw(st.sampled_from(("", "", "/", "/*", "*", "/a*")))
    pattern = draw(st.sampled_from(("", "", "", "/"))) + "/".join(parts) + end
    return pattern.replace("+*", "+/*") or "*"


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A path that is asked for."""
    parts = draw(st.lists(st.sampled_from((*_WORDS, "abc", "a+")), min_size=1, max_size=5))
    return "/".join(parts) + draw(st.sampled_from(("", "", "/")))


def blocks() -> st.SearchStrategy[dict[str, Any]]:
    """What a block says: capabilities, none, `deny`, or the old words."""
    some = st.lists(st.sampled_from(_CAPABILITIES), max_size=3)
    denying = st.sampled_from((["deny"], ["read", "deny"], []))
    return st.one_of(
        some.map(lambda each: {"capabilities": each}),
        some.map(lambda each: {"capabilities": each}),
        denying.map(lambda each: {"capabilities": each}),
        st.sampled_from(("read", "write", "deny", "sudo")).map(lambda each: {"policy": each}),
    )


def _parameters() -> st.SearchStrategy[dict[str, list[Any]]]:
    values = st.lists(st.sampled_from(("x", "x*", "*y", "*x*", "*", "", True, 5)), min_size=1, max_size=2)
    return st.dictionaries(st.sampled_from(("a", "a", "B", "*")), values | values | st.just([]), min_size=1, max_size=2)


@st.composite
def constraints(draw: st.DrawFn) -> dict[str, Any]:
    """A block that lets its holder write, under one condition or two."""
    conditions = {
        "allowed_parameters": _parameters(),
        "denied_parameters": _parameters(),
        "required_parameters": st.lists(st.sampled_from(("a", "B")), max_size=2),
        "min_wrapping_ttl": st.sampled_from(("1m", 30)),
        "max_wrapping_ttl": st.sampled_from(("90s", "2m")),
    }
    names = draw(st.lists(st.sampled_from((*["allowed_parameters"] * 4, *conditions)), max_size=2, unique=True))
    return {"capabilities": ["create", "update"], **{name: draw(conditions[name]) for name in names}}


def requests() -> st.SearchStrategy[tuple[dict[str, Any], int | None]]:
    """Parameters of a write, and the seconds for which its answer is wrapped."""
    values = st.sampled_from(("x", "xz", "zy", "zxz", "*", "", True, False, 5, None))
    data = st.dictionaries(st.sampled_from(("a", "b", "c")), values, min_size=1, max_size=2)
    data |= st.fixed_dictionaries({"a": values})
    return st.tuples(data | data | st.just({}), st.sampled_from((None, None, None, 10, 60, 600)))


@st.composite
def policies(draw: st.DrawFn) -> str:
    """The text of a policy, as JSON or as HCL."""
    return written(draw(st.lists(st.tuples(patterns(), blocks()), min_size=1, max_size=6)), draw(st.integers(0, 3)))


def written(rules: list[Rule], style: int) -> str:
    """The same rules in one of four notations."""
    if style == 0:
        return json.dumps({"path": [{path: block} for path, block in rules]})
    comment, end = ("# a comment\n", "\n") if style == 1 else ("/* { */ ", " ")
    quoted = '"' if style == 3 else ""
    texts = []
    for path, block in rules:
        arguments = end.join(f"{quoted}{name}{quoted} = {_hcl(value)}" for name, value in block.items())
        texts.append(f"{comment}path {json.dumps(path)} {{{end}{arguments}{end}}}")
    return end.join(texts)


def _hcl(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {_hcl(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


def token_with(vault: Vault, texts: list[str]) -> str:
    """A token that holds these policies and no other."""
    client, names = vault.client(), []
    for number, text in enumerate(texts):
        names.append(f"evaluator-{number}")
        asked(client, "PUT", f"/sys/policies/acl/{names[-1]}", {"policy": text})
    body = {"policies": names, "no_default_policy": True, "ttl": "10m", "type": "batch"}
    return str(asked(client, "POST", "/auth/token/create", body)["auth"]["client_token"])
