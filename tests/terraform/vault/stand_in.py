"""A rendered stack for a Terraform without the Vault provider: built-in resources stand in for Vault's.

References, dependencies, functions, life cycles, variables and outputs stay, so that Terraform itself judges them. Only
the provider's schema is missing, which the typed bindings were generated from.
"""

import json
import re
from typing import Any

_META = ("depends_on", "lifecycle")
_REFERENCE = re.compile(r"\b(vault_\w+)\.(\w+)\.(\w+)")
_ADDRESS = re.compile(r"^(vault_\w+)\.(\w+)$")
_WRITE_ONLY = ("data_json_wo", "password_wo")


def without_provider(document: dict[str, Any]) -> dict[str, Any]:
    """`document` with `terraform_data` in place of every Vault resource."""
    resources = {}
    for kind, named in document["resource"].items():
        for name, body in named.items():
            arguments = {key: value for key, value in body.items() if key not in (*_META, "//", "provider")}
            meta = {key: body[key] for key in _META if key in body}
            resources[f"{kind}__{name}"] = {"input": _ephemeral_removed(arguments), **meta}
    kept = {key: value for key, value in document.items() if key in ("variable", "output")}
    renamed: dict[str, Any] = _renamed({**kept, "resource": {"terraform_data": resources}})
    return renamed


def _ephemeral_removed(value: Any) -> Any:
    """What only a write-only argument may hold cannot stand in the input of `terraform_data`."""
    if isinstance(value, dict):
        return {key: _ephemeral_removed(inner) for key, inner in value.items() if key not in _WRITE_ONLY}
    return value


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    if isinstance(value, str):
        value = _ADDRESS.sub(r"terraform_data.\1__\2", value)
        return _REFERENCE.sub(r"terraform_data.\1__\2.output.\3", value)
    return value


def write_only_expressions(document: dict[str, Any]) -> dict[str, str]:
    """The expression of each given secret, without its braces, by the secret's name."""
    secrets = json.loads(json.dumps(document["resource"].get("vault_kv_secret_v2", {})))
    return {secret["name"]: secret["data_json_wo"][2:-1] for secret in secrets.values()}
