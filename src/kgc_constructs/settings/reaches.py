"""Which rendered paths a setting must change: data for the documentation and for the test that no setting is dead."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Reaches", "config", "environment_variable"]


@dataclass(frozen=True)
class Reaches:
    """Marks a field with the paths it must reach, and with its name in the original system.

    A path is `WHERE:DOTTED.PATH` with shell wildcards. WHERE is a Kubernetes kind, the name of a Terraform stack
    (`vault`, `certificate`) or `outputs`; `A|B` means either. Members of lists go by their `name`, where they have one,
    else by position. A flip of the field must change at least one value under *each* of the paths. A field without a
    mark of its own has that of the section it stands in.
    """

    paths: tuple[str, ...]
    original: str = ""

    def __init__(self, *paths: str, original: str = "") -> None:
        object.__setattr__(self, "paths", paths)
        object.__setattr__(self, "original", original)


def environment_variable(name: str) -> str:
    """The path of a variable in the sidecar's own container."""
    return f"Deployment:*.containers.kgc-sidecar.env.{name}.value"


def config(path: str) -> str:
    """The path of a value in the mounted configuration file."""
    return f"ConfigMap:data.config.json.{path}"
