"""A bad and a good example of each rule: what its page shows, and what its test holds it to.

One YAML file for each subject. Below a rule's id stand `bad` and `good`, each a list of Kubernetes objects and of
Terraform stacks (a mapping with `stack`, its name, and the stack's own keys); `settings` are those of the environment,
for a rule that reads them. A rule between environments has such a list for each of them, by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kgc_constructs.checks.between import facts_from
from kgc_constructs.checks.environments.facts import Facts
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.settings import Environment

__all__ = ["Documents", "Example", "Side", "compared", "examples", "rendered"]

Documents = list[dict[str, Any]]
"""Objects and stacks of one environment."""

Side = Documents | dict[str, Documents]
"""The bad or the good half of an example; by environments where several are compared."""

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


def compared(side: dict[str, Documents]) -> list[Facts]:
    """The environments of one side of an example, as the checks between them read them."""
    return [facts_from(rendered(documents), environment=name, stage=_STAGES[name]) for name, documents in side.items()]


def rendered(documents: Documents) -> Rendered:
    """The documents of one side of an example, as the checks read them."""
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
