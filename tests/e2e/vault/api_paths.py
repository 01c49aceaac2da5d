"""Every path that a server's API has, asked of the server itself, with names filled in."""

import itertools
import re
from collections.abc import Mapping, Sequence

from tests.servers.vault import Vault, asked

_PARAMETER = re.compile(r"\{([^}]+)\}")


def every_path(vault: Vault, names: Sequence[str], special: Mapping[str, Sequence[str]]) -> list[str]:
    """All paths; each parameter takes every one of `names`, or of `special` where that knows the parameter."""
    document = asked(vault.client(), "GET", "/sys/internal/specs/openapi")
    found: set[str] = set()
    for template in document["paths"]:
        parameters = _PARAMETER.findall(template)
        choices = [special.get(parameter, names) for parameter in parameters]
        for values in itertools.product(*choices):
            path = template
            for parameter, value in zip(parameters, values, strict=True):
                path = path.replace(f"{{{parameter}}}", value)
            found |= {path.strip("/"), path.lstrip("/")}  # with its last slash, a path asks for a listing
    return sorted(found)
