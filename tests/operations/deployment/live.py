"""What a cluster answers when it already runs a former version."""

import json
from functools import cache
from typing import Any

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames, labels_of
from kgc_constructs.testing import render

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def live(settings: Environment, *, without: tuple[str, ...] = (), available: bool = True) -> str:
    """The rendered objects as `kubectl get` gives them, applied in a version called `former`; some kinds are absent."""
    items = [
        _live(dict(each), available) for each in _rendered(settings.model_dump_json()) if each["kind"] not in without
    ]
    return json.dumps({"kind": "List", "items": items})


@cache
def _rendered(settings: str) -> list[dict[str, Any]]:
    return [dict(document) for document in render(Environment.model_validate_json(settings)).kubernetes]


def stray(settings: Environment, name: str, **metadata: Any) -> str:
    """A Service that carries the environment's labels."""
    details = {"name": name, "namespace": ObjectNames.of(settings).namespace, "labels": labels_of(settings), **metadata}
    service = {"apiVersion": "v1", "kind": "Service", "metadata": details}
    return json.dumps({"kind": "List", "items": [service]})


def _live(document: dict[str, Any], available: bool) -> dict[str, Any]:
    former = {**document, "metadata": {**document["metadata"], "annotations": {"version": "former"}}}
    annotations = {_LAST_APPLIED: json.dumps(former)}
    status = {"conditions": [{"type": "Available", "status": str(available)}]}
    metadata = {**document["metadata"], "annotations": annotations, "uid": "1", "resourceVersion": "7"}
    return {**document, "metadata": metadata, "status": status}
