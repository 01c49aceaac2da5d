"""Writes the JavaScript contender: the recorded calls as plain statements on the real classes.

`new sqs.Queue(…)`, `x.name`, `app.synth()`: what a programmer would have written who wants the same constructs. There
is no jsii in it. Packages are required as such a programmer would, a provider's modules one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.recording import OUT

__all__ = ["program"]

PER_FUNCTION = 2000
"""Statements in one function; V8 does not optimise functions without end."""


def program(
    exchanges: Iterable[Mapping[str, Any]], slugs: Iterable[str], modules: Mapping[str, Mapping[str, str]]
) -> str:
    """The program, which takes the folder for its documents as its argument.

    Args:
        exchanges: What was recorded.
        slugs: What the environments are called; each gets a folder of that name.
        modules: For each package that requires all of its modules at once: where each of them is.
    """
    writer = _Writer(modules)
    for exchange in exchanges:
        writer.exchange(exchange["ask"], exchange["answer"])
    requires = [f'const {name} = require("{path}");' for name, path in writer.requires.items()]
    body = writer.statements
    chunks = [body[begin : begin + PER_FUNCTION] for begin in range(0, len(body), PER_FUNCTION)]
    functions = ["(() => {\n" + "\n".join(chunk) + "\n})();" for chunk in chunks]
    folders = [f'fs.mkdirSync(out + "/{slug}", {{ recursive: true }});' for slug in slugs]
    head = ['"use strict";', 'const fs = require("fs");', "const out = process.argv[2];"]
    return "\n".join([*head, *requires, *folders, "const o = {};", *functions, ""])


class _Writer:
    def __init__(self, modules: Mapping[str, Mapping[str, str]]) -> None:
        self.modules = modules
        self.requires: dict[str, str] = {}
        self.statements: list[str] = []
        self.known: set[str] = set()

    def exchange(self, ask: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Write one call."""
        if "callback" in answer or "error" in answer:
            raise ValueError(f"cannot be written as a plain statement: {ask} was answered by {answer}")
        expression = self._calls()[ask["api"]](ask)
        result = answer["ok"]
        self._keep(expression, result if ask["api"] == "create" else result.get("value", result.get("result")))

    def _calls(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
        return {
            "create": lambda ask: f"new {self._symbol(ask['fqn'])}({self._arguments(ask)})",
            "get": lambda ask: f"{self._object(ask['objref'])}.{ask['property']}",
            "set": lambda ask: f"{self._object(ask['objref'])}.{ask['property']} = {self._value(ask['value'])}",
            "invoke": lambda ask: f"{self._object(ask['objref'])}.{ask['method']}({self._arguments(ask)})",
            "sget": lambda ask: f"{self._symbol(ask['fqn'])}.{ask['property']}",
            "sinvoke": lambda ask: f"{self._symbol(ask['fqn'])}.{ask['method']}({self._arguments(ask)})",
        }

    def _keep(self, expression: str, result: object) -> None:
        if isinstance(result, list | dict) and "$jsii.byref" not in result and "$jsii.byref" in json.dumps(result):
            raise ValueError(f"cannot name the objects in {result}")
        reference = result.get("$jsii.byref") if isinstance(result, dict) else None
        if reference is None or reference in self.known:
            self.statements.append(f"{expression};")
        else:
            self.known.add(reference)
            self.statements.append(f"{_name(reference)} = {expression};")

    def _object(self, reference: Mapping[str, Any]) -> str:
        return _name(reference["$jsii.byref"])

    def _arguments(self, ask: Mapping[str, Any]) -> str:
        values = [self._value(value) for value in ask.get("args") or []]
        while values and values[-1] == "undefined":
            values.pop()
        return ", ".join(values)

    def _value(self, value: Any) -> str:
        if value is None:
            return "undefined"
        if isinstance(value, list):
            return f"[{', '.join(map(self._value, value))}]"
        if not isinstance(value, dict):
            text = json.dumps(value)
            return f'out + "{text[1 + len(OUT) :]}' if text.startswith(f'"{OUT}') else text
        if "$jsii.byref" in value:
            return self._object(value)
        if "$jsii.enum" in value:
            kind, member = value["$jsii.enum"].rsplit("/", 1)
            return f"{self._symbol(kind)}.{member}"
        fields = value["$jsii.struct"]["data"] if "$jsii.struct" in value else value["$jsii.map"]
        given = {name: self._value(field) for name, field in fields.items() if field is not None}
        return "{" + ", ".join(f"{json.dumps(name)}: {text}" for name, text in given.items()) + "}"

    def _symbol(self, fqn: str) -> str:
        package, *names = fqn.split(".")
        path = package
        if names[0] in self.modules.get(package, {}):
            path = f"{package}/{self.modules[package][names[0]]}"
            del names[0]
        variable = re.sub(r"\W+", "_", path).strip("_")
        self.requires[variable] = path
        return ".".join([variable, *names])


def _name(reference: str) -> str:
    return "o." + re.sub(r"\W+", "_", reference.rsplit(".", 1)[-1])
