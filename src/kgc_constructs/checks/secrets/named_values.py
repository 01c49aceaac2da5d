"""Values with their names, wherever a manifest keeps them: variables, commands, annotations, configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import mapping, mappings, texts
from kgc_constructs.checks.model.texts import texts_of

__all__ = ["in_commands", "in_configuration", "in_variables"]

Named = tuple[str, str, str]
"""Path, name and value."""

_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z][\w.-]{0,80})[ \t]*[=:][ \t]*(\S.*?)[ \t\r]*$", re.MULTILINE)
_FLAG = re.compile(r"^--?([A-Za-z][\w-]{1,60})(?:=(.+))?$", re.DOTALL)
_ASSIGNMENT = re.compile(r"(?:^|[\s;&])([A-Za-z_]\w{1,60})=([^\s;&|]+)")
_LARGEST = 200_000  # a larger text is no configuration that somebody wrote
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def in_variables(pod: Pod) -> Iterator[Named]:
    """The environment variables of all containers."""
    for path, container in pod.containers():
        for variable in mappings(container.get("env")):
            name, value = variable.get("name"), variable.get("value")
            if isinstance(name, str) and isinstance(value, str):
                yield f"{path}.env.{name}", name, value


def in_commands(pod: Pod) -> Iterator[Named]:
    """What commands are told: `--name value`, `--name=value`, and `NAME=value` in a line for a shell."""
    for path, container in pod.containers():
        words = [
            (f"{path}.{part}.{number}", word)
            for part in ("command", "args")
            for number, word in enumerate(texts(container.get(part)))
        ]
        for (here, word), (_, following) in zip(words, [*words[1:], ("", "")], strict=False):
            if flag := _FLAG.match(word):
                value = flag[2] or following
                yield here, flag[1], "" if value.startswith("-") else value
            else:
                yield from ((here, name, value.strip("'\"")) for name, value in _ASSIGNMENT.findall(word))


def in_configuration(path: str, name: str, text: str) -> Iterator[Named]:
    """An entry of a ConfigMap, and the entries of the JSON, YAML or `NAME=value` lines that it holds."""
    yield path, name.rpartition("/")[2], text
    if len(text) > _LARGEST or not ("=" in text or ":" in text):
        return
    document = _document(name, text)
    if document is None:
        for line in _LINE.finditer(text):
            yield f"{path}: {line[1]}", line[1], line[2].strip("'\"")
        return
    for inner, value in texts_of(document):
        yield f"{path}: {inner}", inner.rpartition(".")[2], value


def _document(name: str, text: str) -> Any:
    """The object that a text is, where it is one."""
    try:
        if text.lstrip().startswith(("{", "[")):
            return json.loads(text)
        if name.endswith((".yaml", ".yml")) and not ("&" in text and "*" in text):  # what refers to itself may explode
            return mapping(yaml.load(text, _Loader)) or None  # noqa: S506  # a safe loader
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    return None
