"""An argument that is accepted at once is one that typeguard accepts, and all others are left to typeguard."""

from __future__ import annotations

import datetime
import typing
from typing import Any
from unittest.mock import Mock

import pytest
import typeguard

from kgc_constructs.bindings.type_checks import check_types_lazily

SOURCE = """
import builtins, datetime, numbers, typing
from typeguard import check_type

class Struct: pass
class Special(Struct): pass

@typing.runtime_checkable
class Described(typing.Protocol):
    def synth(self) -> None: ...

class Interface(typing.Protocol):
    path: str

class Keeps:
    def synth(self) -> None: ...

def _typecheckingstub__0(*, argument: "{annotation}") -> None: pass

def check(value):
    type_hints = typing.get_type_hints(_typecheckingstub__0)
    return check_type(argname="argument argument", value=value, expected_type=type_hints["argument"])
"""
ANNOTATIONS = [
    "builtins.str",
    "builtins.bool",
    "typing.Optional[builtins.str]",
    "typing.Union[builtins.int, builtins.float]",
    "builtins.float",
    "typing.Optional[typing.Union[Struct, typing.Dict[builtins.str, typing.Any]]]",
    "typing.Union[None, builtins.str]",
    "typing.Any",
    "typing.Optional[typing.Any]",
    "typing.Sequence[builtins.str]",
    "typing.Mapping[builtins.str, builtins.int]",
    "typing.Optional[typing.Union[builtins.bool, typing.Sequence[Struct]]]",
    "datetime.datetime",
    "Described",
    "typing.Union[Described, builtins.str]",
    "typing.Optional[Interface]",
]
TAKE_ANYTHING = ("typing.Any", "typing.Optional[typing.Any]", "typing.Optional[Interface]")


def module(annotation: str) -> Any:
    made = typing.cast("Any", type(typing)("generated"))
    exec(SOURCE.replace("{annotation}", annotation), made.__dict__)  # noqa: S102  # our own text
    return made


def said(made: Any, value: object) -> str:
    try:
        made.check(value)
    except TypeError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("annotation", ANNOTATIONS)
def test_the_answer_is_typeguards(annotation: str) -> None:
    plain, fast = module(annotation), module(annotation)
    fast.__dict__.update(
        {name: plain.__dict__[name] for name in ("Struct", "Special", "Described", "Interface", "Keeps")}
    )
    check_types_lazily(fast)
    assert fast.check_type is not typeguard.check_type
    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    instances = [plain.Struct(), plain.Special(), plain.Keeps(), Mock(), moment, moment.date()]
    values = [None, "a", 1, True, 1.5, b"a", [], ["a"], [1], ("a",), {}, {"a": 1}, {"a": "b"}, {1: 1}, str, *instances]
    answers = [(value, said(plain, value)) for value in values]
    assert len({not answer for _, answer in answers}) == (1 if annotation in TAKE_ANYTHING else 2)
    for value, answer in answers * 2:  # what was accepted once is remembered
        assert said(fast, value) == answer, value
