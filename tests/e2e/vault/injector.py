"""What the Vault Agent injector makes of a pod's annotations: the configuration of the agent that it adds."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_PREFIX = "vault.hashicorp.com/"


def agent_configuration(
    annotations: Mapping[str, str], *, token_file: Path, folder: Path, home: Path
) -> dict[str, Any]:
    """The agent's configuration, with the token and the files elsewhere than in a container.

    Args:
        annotations: Those of the pod.
        token_file: Where the pod's projected token lies here.
        folder: Where the files shall lie here.
        home: The agent's own folder.
    """
    given = {name.removeprefix(_PREFIX): value for name, value in annotations.items() if name.startswith(_PREFIX)}
    assert given["agent-inject"] == "true"
    # A method's own options are annotations too; the Kubernetes method has the token's place by another name.
    options = {
        name.removeprefix("auth-config-").replace("-", "_"): value
        for name, value in given.items()
        if name.startswith("auth-config-")
    }
    place = "path" if "path" in options else "token_path"
    method = {
        "type": given["auth-type"],
        "mount_path": given["auth-path"],
        "config": {**options, "role": given["role"], place: str(token_file)},
    }
    sinks = [home / ".vault-token"]
    if given.get("agent-inject-token") == "true":
        sinks.append(folder / "token")
    return {
        "vault": {"address": given["service"]},
        "auto_auth": {"method": method, "sink": [{"type": "file", "config": {"path": str(path)}} for path in sinks]},
        "template": list(_templates(given, folder)),
        "template_config": {"exit_on_retry_failure": True},
        "exit_after_auth": False,
        "pid_file": str(home / "pid"),
    }


def _templates(given: Mapping[str, str], folder: Path) -> Iterator[dict[str, Any]]:
    for annotation in given:
        name = annotation.removeprefix("agent-inject-secret-")
        if name != annotation:
            yield {
                "destination": str(folder / name),
                "contents": given[f"agent-inject-template-{name}"],
                "perms": given.get(f"agent-inject-perms-{name}", "0644"),
                "error_on_missing_key": given.get(f"error-on-missing-key-{name}") == "true",
                "left_delimiter": "{{",
                "right_delimiter": "}}",
            }
