"""Custom resources judged by their makers' own definitions, as strictly as an API server that refuses unknown fields.

The definitions are files of the Go modules that `go.mod` pins. Rules in CEL are not judged here: only a real API server
can.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from tests.servers.gobuild import go

_HERE = Path(__file__).parent
_FOLDERS = {
    "github.com/cert-manager/cert-manager": "deploy/crds",
    "github.com/external-secrets/external-secrets": "config/crds/bases",
    "github.com/hashicorp/vault-secrets-operator": "config/crd/bases",
    "github.com/prometheus-operator/prometheus-operator": "example/prometheus-operator-crd",
    "sigs.k8s.io/gateway-api": "config/crd/standard",
}


def validate(document: dict[str, Any]) -> None:
    """Check one custom resource.

    Raises:
        LookupError: when none of the modules defines its kind, or does no longer serve this version.
        jsonschema.ValidationError: when a field is unknown, missing or wrong.
    """
    group, _, version = document["apiVersion"].partition("/")
    _judge(group, version, document["kind"]).validate(document)


@cache
def definition_folders() -> tuple[Path, ...]:
    """Folders of the modules that hold definitions, for tests that give them to an API server."""
    required = json.loads(go("mod", "edit", "-json", folder=_HERE))["Require"]
    pinned = {each["Path"]: each["Version"] for each in required}
    assert pinned.keys() == _FOLDERS.keys()
    return tuple(_downloaded(f"{path}@{version}") / _FOLDERS[path] for path, version in pinned.items())


def _downloaded(module: str) -> Path:
    return Path(json.loads(go("mod", "download", "-json", module, folder=_HERE))["Dir"])


@cache
def _judge(group: str, version: str, kind: str) -> jsonschema.Draft202012Validator:
    """The judge of one kind, whose definition is in a file that is named by group and plural."""
    for folder in definition_folders():
        file = folder / f"{group}_{kind.lower()}s.yaml"
        if file.exists():
            definition = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a safe loader
            for each in definition["spec"]["versions"]:
                if each["name"] == version and each["served"]:
                    return jsonschema.Draft202012Validator(_closed(each["schema"]["openAPIV3Schema"]))
    raise LookupError(f"no module defines {group}/{version} {kind}")


def _closed(schema: Any) -> Any:
    """`schema` with unknown fields refused wherever it names fields and does not say that it keeps others."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    keeps_others = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict) and not keeps_others:
        closed["additionalProperties"] = False
    return closed


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the faster one, if there is one
    """Reads `=` as a text, which YAML 1.1 keeps for something that nobody implements, and definitions use."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:value"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
