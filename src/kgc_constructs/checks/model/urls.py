"""The addresses that a pod is told, wherever in its definition they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Document, Rendered, name_of
from kgc_constructs.checks.model.used import used_by
from kgc_constructs.settings.destinations import DEFAULT_PORTS

__all__ = ["urls_of"]

_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)  # a secret that is filled in later, where a URL holds one
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>|\\`]+", re.IGNORECASE)
_OWN = ("localhost", "127.0.0.1", "::1")
_SECRET_OBJECTS = ("ExternalSecret", "VaultStaticSecret", "VaultDynamicSecret")


def urls_of(rendered: Rendered, pod: Pod) -> Iterator[tuple[str, str]]:
    """Each address with the path of the text it stands in: variables, commands, annotations, configuration, secrets."""
    for path, text in _texts(rendered, pod):
        for url in _URL.findall(_TEMPLATE.sub("x", text)):
            if _can_be_called(url):
                yield path, url


def _can_be_called(url: str) -> bool:
    """Whether `url` names another host and a port, by number or by its scheme."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.hostname not in _OWN and port is not None


def _texts(rendered: Rendered, pod: Pod) -> Iterator[tuple[str, str]]:
    for key, value in pod.annotations.items():
        yield f"metadata.annotations.{key}", str(value)
    for path, container in pod.containers():
        for variable in mappings(container.get("env")):
            yield f"{path}.env.{variable.get('name')}", str(variable.get("value", ""))
        for name in ("command", "args"):
            for number, word in enumerate(container.get(name) or ()):
                yield f"{path}.{name}.{number}", str(word)
    used = {(kind, name) for kind, name, _ in used_by(pod)}
    for name in sorted(name for kind, name in used if kind == "ConfigMap"):
        for file, text in mapping((rendered.named("ConfigMap", name) or {}).get("data")).items():
            yield f"ConfigMap/{name}: data.{file}", str(text)
    for document in rendered.of_kind(*_SECRET_OBJECTS):
        if ("Secret", _secret_made_by(document)) in used:
            yield f"{document['kind']}/{name_of(document)}: spec", str(document.get("spec"))


def _secret_made_by(document: Document) -> object:
    return at(document, "spec.target.name") or at(document, "spec.destination.name")
