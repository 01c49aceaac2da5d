"""Documents as YAML that a person reads: no anchors, and texts of several lines as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

__all__ = ["yaml_text"]


def yaml_text(documents: Sequence[Any]) -> str:
    """One YAML text of all documents, keys in their order."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, width=120, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, so that a changed line of a file is a changed line of the result."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
