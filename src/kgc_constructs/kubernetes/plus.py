"""The only module that knows cdk8s-plus: a newer `cdk8s-plus-NN` is a change of one line here.

`k8s` holds the typed Kubernetes API. Its objects (`k8s.Kube…`) are the ordinary ones but for one thing: a JSON patch
that they would drop is an error (see `patch`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import cdk8s_plus_27.k8s as _typed

from kgc_constructs.kubernetes.patch import refusing_ignored_patches

if TYPE_CHECKING:
    from cdk8s_plus_27 import k8s

__all__ = ["k8s", "number_or_text", "quantity"]


class _CheckedApi:
    """The module `k8s`, with every API object refusing patches that it would ignore."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(_typed, name)
        if name.startswith("Kube") and not name.endswith("Props"):
            found = refusing_ignored_patches(found)
        setattr(self, name, found)
        return found


if not TYPE_CHECKING:
    k8s = _CheckedApi()


@cache
def quantity(text: str) -> k8s.Quantity:
    """An amount of CPU, memory or storage; equal amounts are one object, because each costs a call to Node.js."""
    return k8s.Quantity.from_string(text)


@cache
def number_or_text(value: int | str) -> k8s.IntOrString:
    """A port or a number of pods: a number, or a name."""
    return k8s.IntOrString.from_string(value) if isinstance(value, str) else k8s.IntOrString.from_number(value)
