"""A bad and a good example of each rule: what its page shows, and what its test holds it to.

One YAML file for each subject. Below a rule's id stand `bad` and `good`, each a list of Kubernetes objects and of
Terraform stacks (a mapping with `stack`, its name, and the stack's own keys), or, for a rule about files, the text of
each file by its name; `settings` are those of the environment, for a rule that reads them.

A rule between environments has such a list for each of them, by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kgc_constructs.checks.between import facts_from
from kgc_constructs.checks.environments.facts import Facts
from kgc_constructs.checks.files.reading_paths import read_files
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.settings import Environment

__all__ = ["Documents", "Example", "Side", "compared", "examples", "rendered"]

Documents = list[dict[str, Any]]
"""Objects and stacks of one environment."""

Side = Documents | dict[str, str] | dict[str, Documents]
"""Half of an example: documents, texts of files, or the documents of several environments."""

_STAGES = {"development": "dev", "e2e": "e2e-test", "staging": "staging", "production": "production"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """What breaks a rule, and the same without the mistake."""

    bad: Side
    good: Side
    settings: dict[str, Any] | None = None

    @property
    def environment(self) -> Environment | None:
        """The settings, for a rule that reads them."""
        return None if self.settings is None else Environment(**self.settings)


def compared(side: Side) -> list[Facts]:
    """The environments of one side of an example, as the checks between them read them; empty for any other."""
    if not isinstance(side, dict) or not set(side) <= set(_STAGES):
        return []
    return [
        facts_from(rendered(documents), environment=name, stage=_STAGES[name])
        for name, documents in side.items()
        if isinstance(documents, list)
    ]


def rendered(documents: Side) -> Rendered:
    """The documents of one side of an example, as the checks read them."""
    if isinstance(documents, dict):
        return read_files(
            (Path(name), text.encode()) for name, text in documents.items() if isinstance(text, str)
        ).rendered
    stacks = {
        str(each["stack"]): {key: value for key, value in each.items() if key != "stack"}
        for each in documents
        if "stack" in each
    }
    return Rendered(tuple(each for each in documents if "stack" not in each), stacks)


@cache
def examples() -> dict[str, Example]:
    """Every example by its rule's id."""
    return {
        rule: Example(**example)
        for file in sorted(files(__name__).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
        for rule, example in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items()
    }
