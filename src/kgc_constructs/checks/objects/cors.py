"""Which websites may send requests in the name of whoever looks at them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.reading import at, mapping, mappings
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

ORIGIN = Rule(
    id="cors-any-origin",
    title="No configuration lets every website send requests with credentials",
    why="any page that a user opens could act with his cookies and tokens",
    source="https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
)
RULES = (ORIGIN,)

_ORIGINS = re.compile(r"(?:cors_?)?(?:allow(?:ed)?_?)?origins?", re.I)
_CREDENTIALS = re.compile(r"(?:cors_?)?(?:allow(?:ed)?_?|supports_?)?credentials", re.I)
_NGINX = "nginx.ingress.kubernetes.io/"
_LARGEST = 1 << 20  # what a ConfigMap may hold
_DEEPEST = 20


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """JSON files of ConfigMaps, variables of containers, and annotations of ingress-nginx."""
    del environment  # judged by the documents alone
    allowed = "the websites that need it, or no credentials"
    for document in rendered.of_kind("ConfigMap"):
        for name, text in mapping(document.get("data")).items():
            for path, origin in _open(_parsed(text)):
                yield ORIGIN.in_object(document, f"data.{name}: {path}", origin, allowed)
    for pod in pods(rendered):
        for where, container in pod.containers():
            variables = {str(each.get("name")): each.get("value") for each in mappings(container.get("env"))}
            cors = {name: value for name, value in variables.items() if name.upper().startswith("CORS")}
            for path, origin in _open({"cors": cors}):
                yield pod.finding(ORIGIN, f"{where}.env.{path}", origin, allowed)
    for ingress in rendered.of_kind("Ingress"):
        notes = mapping(at(ingress, "metadata.annotations"))
        origin = notes.get(f"{_NGINX}cors-allow-origin", "*")
        credentials = notes.get(f"{_NGINX}cors-allow-credentials", "true")
        if notes.get(f"{_NGINX}enable-cors") == "true" and _any(origin) and _yes(credentials):
            yield ORIGIN.in_object(ingress, f"metadata.annotations.{_NGINX}cors-allow-origin", origin, allowed)


def _parsed(text: Any) -> Any:
    if not isinstance(text, str) or len(text) > _LARGEST or "cors" not in text.lower():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _open(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """What says `cors` and lets every origin send credentials."""
    members: Any = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members if depth < _DEEPEST else ():
        here = f"{path}.{key}" if path else str(key)
        if "cors" in str(key).lower() and isinstance(inner, Mapping):
            origins = [(name, each) for name, each in inner.items() if _ORIGINS.fullmatch(str(name)) and _any(each)]
            if any(_CREDENTIALS.fullmatch(str(name)) and _yes(each) for name, each in inner.items()):
                yield from ((f"{here}.{name}", each) for name, each in origins)
        yield from _open(inner, here, depth + 1)


def _any(origin: Any) -> bool:
    return origin == "*" or origin is True or (isinstance(origin, list) and "*" in origin)


def _yes(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1", "yes")
