"""Every setting of the tree, one by one, with the rendered paths that it must reach."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings.reaches import Reaches
from kgc_constructs.settings.wording import in_words

__all__ = ["Leaf", "allowed_of", "leaves", "sections_of"]


@dataclass(frozen=True)
class Leaf:
    """One setting.

    Attributes:
        field: Where it stands, such as `exposure[alb].scheme` or `placement.tolerations[].key`.
        owner: The section it belongs to.
        name: Its name there.
        paths: What it must reach: by its own mark, or by that of the nearest section around it.
        original: Its name in the original system, or empty.
        marked: Whether the mark is its own.
    """

    field: str
    owner: type[BaseModel]
    name: str
    paths: tuple[str, ...]
    original: str
    marked: bool


def leaves(model: type[BaseModel], prefix: str = "", inherited: Reaches | None = None) -> Iterator[Leaf]:
    """The settings below `model`: values, and sections that are a choice, optional or repeated."""
    for name, field in model.model_fields.items():
        own = next((mark for mark in field.metadata if isinstance(mark, Reaches)), None)
        mark = own or inherited
        sections = list(sections_of(field.annotation))
        chosen = len(sections) > 1 or not isinstance(field.annotation, type) or bool(get_args(field.annotation))
        if (not sections or chosen) and not _has_one_value(field.annotation):
            yield Leaf(
                field=prefix + name,
                owner=model,
                name=name,
                paths=mark.paths if mark else (),
                original=own.original if own else "",
                marked=own is not None,
            )
        for section in sections:
            kind = section.model_fields.get("kind")
            tag = f"[{get_args(kind.annotation)[0]}]" if kind is not None else ""
            repeated = "[]" if _is_tuple(field.annotation) else ""
            yield from leaves(section, f"{prefix}{name}{tag}{repeated}.", mark)


def allowed_of(leaf: Leaf) -> str:
    """What the setting may be, in the words of the message that a wrong value gets."""
    field = leaf.owner.model_fields[leaf.name]
    words = in_words(field.annotation, field.metadata)
    # Each of these fits the type of a field, and hardly any rule: the message then says the rule.
    wrong = ("\n",) if words.startswith("a list") else {"\n": "\n"} if words.startswith("names") else "\n"
    for problem in _problems(leaf, wrong):
        if problem.field == f"{leaf.name}.0":
            return f"{words.rpartition(': ')[0]}: {problem.allowed}"
        return problem.allowed
    return words


def _problems(leaf: Leaf, wrong: object) -> tuple[Problem, ...]:
    try:
        leaf.owner(**{leaf.name: wrong})
    except SettingsError as error:
        return tuple(each for each in error.problems if each.field.split(".")[0] == leaf.name)
    return ()


def sections_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The sections that a field of this type may hold."""
    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for each in get_args(annotation):
        yield from sections_of(each)


def _has_one_value(annotation: Any) -> bool:
    """Whether there is no other value, as with the `kind` of a choice, which changes with the choice itself."""
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _is_tuple(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType, Annotated):
        return any(_is_tuple(each) for each in get_args(annotation))
    return get_origin(annotation) is tuple
