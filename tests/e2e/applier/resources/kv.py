"""KV version 2: the mount, how long versions stay, and secrets whose values were given."""

import json

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource
from tests.e2e.applier.resources.mounts import TUNABLE, enabled


@resource("vault_mount", "path", "type", "options", "local", "seal_wrap", *TUNABLE)
def mount(given: Arguments) -> Desired:
    """A secrets engine."""
    path = given["path"].rstrip("/")
    return Desired(enabled("sys/mounts", path, given), remove=f"sys/mounts/{path}")


@resource("vault_kv_secret_backend_v2", "mount", "max_versions", "cas_required", "delete_version_after")
def retention(given: Arguments) -> Desired:
    """How many versions of each secret are kept, how long, and whether writers must name the version they replace."""
    body = only(given, "max_versions", "cas_required", "delete_version_after")
    return Desired((Write(f"{given['mount']}/config", body),), remove=None)


@resource(
    "vault_kv_secret_v2",
    "mount",
    "name",
    "cas",
    "data_json_wo",
    "data_json_wo_version",
    "delete_all_versions",
    "disable_read",
    "custom_metadata",
)
def secret(given: Arguments) -> Desired:
    """One secret. Its value is written when its counter is raised, and never read back."""
    mount, name = given["mount"], given["name"]
    metadata = f"{mount}/metadata/{name}"
    options = {"options": {"cas": given["cas"]}} if given.get("cas") else {}  # the provider takes 0 for "not set"
    value = {"data": json.loads(given["data_json_wo"]), **options}
    writes = [Write(f"{mount}/data/{name}", {}, secret=value, counter=given["data_json_wo_version"])]
    blocks = given.get("custom_metadata", {})
    for block in blocks if isinstance(blocks, list) else [blocks]:
        body = only(block, "max_versions", "delete_version_after", "cas_required", custom_metadata="data")
        writes.append(Write(metadata, body))
    everything = given.get("delete_all_versions", False)
    attributes = {"path": f"{mount}/data/{name}"}
    return Desired(tuple(writes), remove=metadata if everything else f"{mount}/data/{name}", attributes=attributes)
