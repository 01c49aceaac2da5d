"""The addresses that a pod is told, wherever in its definition they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.model.used import used_by
from kgc_constructs.checks.model.work import Work
from kgc_constructs.settings.destinations import DEFAULT_PORTS

__all__ = ["Url", "urls_of"]

_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)  # a secret that is filled in later, where a URL holds one
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>|\\`]+", re.IGNORECASE)
_FLAG = re.compile(r"--?[A-Za-z0-9.-]+=")
_OWN = ("localhost", "127.0.0.1", "::1")
_SECRET_OBJECTS = ("ExternalSecret", "VaultStaticSecret", "VaultDynamicSecret")
_INJECTOR = "vault.hashicorp.com/"


class Url(NamedTuple):
    """An address, the path of the text it stands in, and whether it is all of a value: then it is surely called."""

    path: str
    url: str
    whole: bool


def urls_of(rendered: Rendered, pod: Pod) -> Iterator[Url]:
    """Each address in the pod's variables, commands, annotations, configuration and secrets."""
    yield from _found(_own_texts(pod))
    used = {(kind, name) for kind, name, _ in used_by(pod)}
    objects = rendered.once(_in_objects)
    for each in sorted(used & objects.urls.keys()):
        objects.work.spend(len(objects.urls[each]))
        yield from objects.urls[each]


def _found(texts: Iterable[tuple[str, str, bool]]) -> Iterator[Url]:
    for path, text, value in texts:
        plain = _TEMPLATE.sub("x", text).strip()
        for url in _URL.findall(plain) if "://" in plain else ():
            if _can_be_called(url):
                yield Url(path, url, value and _FLAG.sub("", plain, count=1) == url)


def _can_be_called(url: str) -> bool:
    """Whether `url` names another host and a port, by number or by its scheme."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.hostname not in _OWN and port is not None


def _own_texts(pod: Pod) -> Iterator[tuple[str, str, bool]]:
    """Path and text, and whether it is a value that the pod reads rather than words for people."""
    for key, value in pod.annotations.items():
        yield f"metadata.annotations.{key}", str(value), str(key).startswith(_INJECTOR)
    for path, container in pod.containers():
        for variable in mappings(container.get("env")):
            yield f"{path}.env.{variable.get('name')}", str(variable.get("value", "")), True
        for name in ("command", "args"):
            words = container.get(name)
            for number, word in enumerate(words if isinstance(words, list) else ()):
                yield f"{path}.{name}.{number}", str(word), True


class _Objects(NamedTuple):
    """The addresses in each ConfigMap, and in what makes each Secret; and how often they may be looked at."""

    urls: dict[tuple[str, str], list[Url]]
    work: Work


def _in_objects(rendered: Rendered) -> _Objects:
    """Read once, whoever uses them."""
    found: dict[tuple[str, str], list[Url]] = {}
    for document in rendered.of_kind("ConfigMap"):
        name = name_of(document)
        if ("ConfigMap", name) not in found:
            data = mapping(document.get("data"))
            lines = (
                line for file, text in data.items() for line in _lines(f"ConfigMap/{name}: data.{file}", str(text))
            )
            found["ConfigMap", name] = list(_found(lines))
    for document in rendered.of_kind(*_SECRET_OBJECTS):
        where = f"{document['kind']}/{name_of(document)}"
        lines = ((f"{where}: {inner}", text, True) for inner, text in texts_of(document.get("spec"), "spec"))
        found.setdefault(("Secret", _secret_made_by(document)), []).extend(_found(lines))
    return _Objects(found, Work())


def _lines(path: str, text: str) -> Iterator[tuple[str, str, bool]]:
    """A file: the values of one in JSON, or all of any other."""
    values = _json(text) if text.lstrip().startswith(("{", "[")) and "://" in text else None
    if values is None:
        yield path, text, True
        return
    for inner, value in texts_of(values):
        yield f"{path} {inner}", value, not inner.rpartition(".")[2].startswith(("$", "@"))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or deeper than any configuration
        return None


def _secret_made_by(document: Document) -> str:
    return str(at(document, "spec.target.name") or at(document, "spec.destination.name"))
