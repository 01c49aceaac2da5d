"""The escape hatch: change what this library renders, and hear of it when the engine would ignore the change.

cdk8s applies JSON patches *before* it maps an object to its type, so that a plain `"1Gi"` where the type wants a
`k8s.Quantity`, or a field that the type does not know, silently vanishes, often with what stood there before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, TypeVar

from cdk8s import ApiObject, JsonPatch

from kgc_constructs.errors import CheckError, Problem

__all__ = ["refusing_ignored_patches"]

Kind = TypeVar("Kind", bound=ApiObject)
_ABSENT: Final = object()


class _RefusesIgnoredPatches(ApiObject):
    """Adds a look at the result to `add_json_patch`."""

    def add_json_patch(self, *ops: JsonPatch) -> None:
        """Apply RFC 6902 operations to the manifest.

        Raises:
            CheckError: for each path at which the manifest then does not hold what the operations say.
        """
        wanted = self._patched(*ops)
        super().add_json_patch(*ops)
        problems = [
            Problem(
                field=f"{self.kind} {self.name} {path}",
                value=value,
                allowed="a field of the Kubernetes API, with a value of its type: `k8s.Quantity.from_string(…)` for "
                "amounts, `k8s.IntOrString.from_number(…)` for ports and numbers of pods",
                reason="the engine would drop this part of the patch without a word",
            )
            for path, value in _lost(wanted, self.to_json())
        ]
        if problems:
            raise CheckError(problems)

    def _patched(self, *ops: JsonPatch) -> Any:
        try:
            return JsonPatch.apply(self.to_json(), *ops)
        except RuntimeError as error:  # what jsii makes of an error in JavaScript
            problem = Problem(
                field=f"{self.kind} {self.name}",
                value=str(error),
                allowed="operations on paths whose parents exist, and tests that hold",
                reason="RFC 6902 makes no parents, and applies all operations or none",
            )
            raise CheckError([problem]) from error


@cache
def refusing_ignored_patches(kind: type[Kind]) -> type[Kind]:
    """`kind`, with patches checked; still a subclass of it."""
    return type(kind.__name__, (_RefusesIgnoredPatches, kind), {"__doc__": kind.__doc__})


def _lost(wanted: Any, rendered: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Paths at which `rendered` differs from `wanted`, with the wanted value."""
    if isinstance(wanted, dict) and wanted.keys() == {"value"} and not isinstance(rendered, dict):
        wanted = wanted["value"]  # a typed amount or number, before it is mapped
    if isinstance(wanted, dict) and isinstance(rendered, dict):
        for key in sorted(wanted.keys() | rendered.keys()):
            step = key.replace("~", "~0").replace("/", "~1")
            yield from _lost(wanted.get(key, _ABSENT), rendered.get(key, _ABSENT), f"{path}/{step}")
    elif isinstance(wanted, list) and isinstance(rendered, list) and len(wanted) == len(rendered):
        for number, (each, found) in enumerate(zip(wanted, rendered, strict=True)):
            yield from _lost(each, found, f"{path}/{number}")
    elif wanted != rendered:
        yield path or "/", None if wanted is _ABSENT else wanted
