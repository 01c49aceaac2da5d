"""What goes wrong is told as in the plain way: the same error, message, lines of traceback and exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bindings.running import Ended, run

PROGRAM = """
from kgc_constructs.bindings import activate; activate()
from cdk8s import ApiObject, App, Chart
from cdktf import App as Stacks, TerraformStack
from cdktf_cdktf_provider_vault.mount import Mount
from cdk8s_plus_27 import k8s
import jsii

def chart():
    return Chart(App(), "chart")

def stack():
    return TerraformStack(Stacks(), "stack")

class Failing(Chart):
    def generate_object_name(self, api_object):
        raise LookupError("no name in Python")

{mistake}
"""
MISTAKES = {
    "a wrong type": 'Mount(stack(), "Mount", path=5, type="kv")',
    "a wrong type in a struct": 'k8s.ObjectMeta(name="a", labels=5)',
    "a wrong type of the scope": 'ApiObject("chart", "Id", api_version="v1", kind="Kind")',
    "a wrong type in a list": 'k8s.PodSpec(containers=[k8s.Container(name="a"), 5])',
    "a wrong value of a property": 'Mount(stack(), "Mount", path="a", type="kv").path = 5',
    "a missing argument": 'Mount(stack(), "Mount", type="kv")',
    "an unknown argument": 'Mount(stack(), "Mount", path="a", type="kv", colour="red")',
    "a refusal in JavaScript": 's = stack(); Mount(s, "Id", path="a", type="kv"); Mount(s, "Id", path="b", type="kv")',
    "an error in a method that JavaScript calls": 'ApiObject(Failing(App(), "c"), "Id", api_version="v1", kind="Kind")',
    "a program that says how it ends": "chart(); raise SystemExit(7)",
}
WITH_ARGUMENT = {"a wrong type": "path", "a wrong type in a struct": "labels", "a wrong type of the scope": "scope",
                 "a wrong type in a list": "containers", "a wrong value of a property": "value"}  # fmt: skip
_FRAME = re.compile(r'^  File "(.+)", line (\d+), in (.+)$', re.MULTILINE)
_INSIDE = ("/jsii/", "/kgc_constructs/bindings/", "/typeguard/", "lib/python3")
"""Frames of jsii itself, which is replaced in part."""


def told(done: Ended) -> list[object]:
    """The frames of the program and of the generated packages, and the last line of each error."""
    frames = [frame for frame in _FRAME.findall(done.err) if not any(part in frame[0] for part in _INSIDE)]
    generated = [frame for frame in _FRAME.findall(done.err) if "/cdk" in frame[0]]
    errors = re.findall(r"^(?:\w+\.)*\w*(?:Error|Exit)\b.*$", done.err, re.MULTILINE)
    return [done.code, done.out, frames, generated, errors]


def fail(mistake: str, folder: Path, **variables: str) -> Ended:

    text = PROGRAM.format(mistake=mistake)
    (folder / "program.py").write_text(text)
    return run("program.py", folder=folder, **variables)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_as_in_the_plain_way(mistake: str, tmp_path: Path) -> None:
    fast = fail(MISTAKES[mistake], tmp_path)
    assert fast.code in {1, 7}, fast.err
    if mistake in WITH_ARGUMENT:
        assert f"TypeError: type of argument {WITH_ARGUMENT[mistake]}" in fast.err
    assert told(fast) == told(fail(MISTAKES[mistake], tmp_path, KGC_PLAIN_BINDINGS="1"))
