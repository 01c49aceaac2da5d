"""Reads the YAML that our own engine writes: plain values without anchors, in half the time that PyYAML takes.

Files from elsewhere are read by `checks/files`, which is ready for anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml
from yaml.resolver import Resolver

__all__ = ["own_documents"]

_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster, where PyYAML was built with libyaml
_TEXT = "tag:yaml.org,2002:str"


class _Loader(_Fastest):  # type: ignore[misc]  # which of the two classes it is, only the machine knows
    """Asks what a bare word is (a number, a truth, a text) once: the same few stand in all manifests."""

    def resolve(self, kind: Any, value: str, implicit: Any) -> Any:
        """PyYAML's answer."""
        if kind is yaml.ScalarNode and implicit[0]:
            return _bare_word(value)
        return super().resolve(kind, value, implicit)


_RESOLVER = Resolver()


@lru_cache(maxsize=4096)
def _bare_word(value: str) -> Any:
    return _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]


def own_documents(text: str) -> Iterator[Any]:
    """The documents of a file; empty ones are left out."""
    loader = _Loader(text)
    try:
        while loader.check_node():
            document = _built(loader, loader.get_node())
            if document is not None:
                yield document
    finally:
        loader.dispose()


def _built(loader: Any, node: Any) -> Any:
    """Objects, lists and texts at once; only numbers and the like take PyYAML's way through its constructors."""
    if node.__class__ is yaml.MappingNode:
        return {_built(loader, key): _built(loader, value) for key, value in node.value}
    if node.__class__ is yaml.SequenceNode:
        return [_built(loader, each) for each in node.value]
    return node.value if node.tag == _TEXT else loader.construct_object(node)
