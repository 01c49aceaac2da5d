"""A container's command, as the kubelet starts it, with another program in the place of the sidecar's."""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_REFERENCE = re.compile(r"\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")
_SHOW_ENVIRONMENT = "import json, os, sys, time; print(json.dumps(dict(os.environ)), flush=True); time.sleep(600)"


def started_by_the_kubelet(words: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """The words after the kubelet's own expansion: `$$` is one `$`, and unknown references stay as they are."""

    def expanded(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return "$"
        return variables.get(name, match.group())

    return [_REFERENCE.sub(expanded, word) for word in words]


def variables_of(container: Mapping[str, Any]) -> dict[str, str]:
    """The variables that the manifest gives the container."""
    return {entry["name"]: entry["value"] for entry in container.get("env", []) if "value" in entry}


def showing_its_environment(container: Mapping[str, Any], secrets: str, folder: Path) -> list[str]:
    """The container's command with the files in `folder`, starting a program that prints its environment."""
    command = started_by_the_kubelet(container["command"], variables_of(container))
    words = [word.replace(secrets, str(folder)) for word in command]
    program = words.index("node")  # what the image itself would run
    return [*words[:program], sys.executable, "-c", _SHOW_ENVIRONMENT]
