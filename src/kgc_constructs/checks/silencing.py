"""Takes out what an environment breaks on purpose, and says where a silence silences nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches

from kgc_constructs.checks import environments
from kgc_constructs.checks.model.rendered import Rendered, name_of
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Silence

__all__ = ["BETWEEN", "RULES", "silenced", "unused"]

UNUSED = Rule(
    id="silence-unused",
    title="A silence silences something",
    why="an exception that nothing needs any more hides the next mistake of the same kind",
    source="kgc_constructs: `silences` of an environment",
    settings=("silences",),
)
RULES = (UNUSED,)

BETWEEN = frozenset(rule.id for module in environments.MODULES for rule in module.RULES)
"""Rules that are judged between environments."""


def silenced(finding: Finding, silences: Sequence[Silence]) -> bool:
    """Whether one of `silences` is for this rule and object."""
    return any((each.rule, each.object) == (finding.rule.id, finding.target) for each in silences)


def unused(
    rendered: Rendered,
    broken: Set[tuple[str, str]],
    silences: Sequence[Silence],
    known: Mapping[str, Rule],
    *,
    whole: bool,
) -> Iterator[Finding]:
    """Silences of rules that do not exist, and of objects that keep the rule.

    Args:
        rendered: All documents.
        broken: Rule and object of what is silenced.
        silences: What the environment says.
        known: Every rule by its id.
        whole: Whether the documents are all that there is: an object that is missing then is nowhere.
    """
    objects = {f"{each.get('kind')}/{name_of(each)}" for each in rendered.kubernetes}
    objects |= {f"terraform/{stack}" for stack in rendered.terraform}
    for number, silence in enumerate(silences):
        if silence.rule in BETWEEN:
            continue  # only seen when environments are compared
        path = f"silences.{number}"
        if silence.rule not in known:
            near = get_close_matches(silence.rule, known, 3)
            allowed = "one of " + ", ".join(near) if near else "an id that `kgc explain` lists"
            yield UNUSED.in_settings(path, silence.rule, allowed, "there is no rule of this id")
        elif (silence.rule, silence.object) not in broken and (whole or silence.object in objects):
            reason = f"{silence.object} keeps this rule" if silence.object in objects else "there is no such object"
            yield UNUSED.in_settings(path, f"{silence.rule} of {silence.object}", "no silence", reason)
