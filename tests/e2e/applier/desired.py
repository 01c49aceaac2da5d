"""What a resource means on the server: which paths to write, and what must be read back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.applier.errors import ApplierError

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Write:
    """One request: sent only when what is read differs from what is expected, or a counter was raised."""

    path: str
    body: Mapping[str, Any]
    read: str | None = None
    """Where to read it back; None: where it was written."""
    expected: Mapping[str, Any] | None = None
    """What must be read back; None: the body as it was sent."""
    secret: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Further arguments that cannot be read back; sent only when the counter was raised."""
    counter: int | None = None
    """Version of a value that cannot be read back; the state remembers the last one written."""
    once: bool = False
    """Whether an existing object is left alone: it is changed by a further write."""


@dataclass(frozen=True)
class Desired:
    """A resource: its requests in order, how to remove it, and what others may refer to."""

    writes: tuple[Write, ...]
    remove: str | None
    attributes: Mapping[str, Any] = field(default_factory=dict)


Translator = Callable[[Arguments], Desired]
TRANSLATORS: dict[str, Translator] = {}
KNOWN_ARGUMENTS: dict[str, tuple[str, ...]] = {}


def resource(kind: str, *arguments: str) -> Callable[[Translator], Translator]:
    """Register the translation of one resource type, which knows these arguments and no others."""

    def register(translate: Translator) -> Translator:
        def checked(given: Arguments) -> Desired:
            unknown = set(given) - set(arguments)
            if unknown:
                raise ApplierError(f"{kind}: arguments not known here: {', '.join(sorted(unknown))}")
            return translate({name: value for name, value in given.items() if value is not None})

        TRANSLATORS[kind] = checked
        KNOWN_ARGUMENTS[kind] = arguments
        return checked

    return register


def only(given: Arguments, *names: str, **renamed: str) -> dict[str, Any]:
    """Those of the arguments that are given; `renamed` has the API's name first, the argument's second."""
    found = {name: given[name] for name in names if name in given}
    return found | {api: given[name] for api, name in renamed.items() if name in given}
