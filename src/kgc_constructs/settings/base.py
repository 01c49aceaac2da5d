"""The base of every section: frozen, keyword-only, no unknown field, all errors at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings.problems import problems_of
from kgc_constructs.settings.texts import unwritable_texts

__all__ = ["Settings"]


class Settings(BaseModel):
    """A group of settings that answer one question.

    Raises:
        SettingsError: with every problem of the section, when it is built or evolved from values that do not fit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    if not TYPE_CHECKING:  # type checkers see pydantic's own typed signature

        def __init__(self, **values: Any) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                title = f"The settings of {type(self).__name__} are not valid"
                raise SettingsError(problems_of(type(self), error), title) from None

    def relations(self) -> Iterator[Problem]:
        """What must hold between fields; each section yields its own problems."""
        yield from ()

    @model_validator(mode="after")
    def _hold_relations(self) -> Self:
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        problems = [*unwritable_texts(fields), *self.relations()]
        if problems:
            raise SettingsError(problems)
        return self

    def evolve(self, **changes: Any) -> Self:
        """A copy with `changes` applied and everything validated again.

        A mapping given for a section changes only the fields it names; any other value replaces the field.
        """
        values: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        for name, change in changes.items():
            values[name] = _merged(values.get(name), change)
        return type(self)(**values)


def _merged(current: object, change: object) -> object:
    """`change` laid over `current`, when both are groups of fields of the same kind."""
    if not isinstance(current, Settings) or not isinstance(change, Mapping):
        return change
    kind = getattr(current, "kind", None)
    if kind is not None and change.get("kind", kind) != kind:
        return change  # another choice: none of the former choice's fields apply
    values: dict[str, Any] = {name: getattr(current, name) for name in type(current).model_fields}
    for name, inner in change.items():
        values[name] = _merged(values.get(name), inner)
    return values
