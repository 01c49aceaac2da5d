"""What can happen to the files between the one who wrote them and the one who reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.files.reading_paths import read_files
from tests.checks.mutations.mutation import Mutation

__all__ = ["MUTATIONS"]


@dataclass(frozen=True, kw_only=True)
class Edited(Mutation):
    """A change of the text of the manifests."""

    edit: Callable[[bytes], bytes]

    def applied(self, rendered: Rendered) -> Rendered:
        """What is read of the changed text."""
        text = "\n---\n".join(json.dumps(each, indent=2) for each in rendered.kubernetes).encode()
        assert read_files([(Path("all.yaml"), text)]).rendered == Rendered(rendered.kubernetes)
        changed = self.edit(text)
        assert changed != text
        return read_files([(Path("all.yaml"), changed)]).rendered


def _edited(rule: str, changes: dict[str, Callable[[bytes], bytes]]) -> list[Mutation]:
    return [Edited(rule=rule, how=how, edit=edit) for how, edit in changes.items()]


def _first(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old, new, 1)


def _every(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old, new)


MUTATIONS: tuple[Mutation, ...] = (
    *_edited(
        "file-not-readable",
        {
            "cut off in the middle": lambda text: text[: len(text) // 2],
            "delete a bracket": _first(b"{", b""),
            "delete a quote": _first(b'kind"', b"kind"),
            "add a zero byte": _first(b"kind", b"ki\0nd"),
            "add a byte that is no UTF-8": _first(b"kind", b"ki\xffnd"),
            "write it as UTF-16": lambda text: text.decode().encode("utf-16"),
            "add an object of a program": _first(b'"apiVersion"', b'"x": !!python/name:os.x x, "apiVersion"'),
            "add an alias of nothing": _first(b'"apiVersion"', b'"x": *nothing, "apiVersion"'),
            "add a number that JSON lacks": _first(b'"apiVersion"', b'"x": .inf, "apiVersion"'),
            "add an object as a key": _first(b'"apiVersion"', b'? {a: b}\n: c, "apiVersion"'),
            "nest too deeply": _first(b'"apiVersion"', b'"x": ' + b"[" * 101 + b"]" * 101 + b', "apiVersion"'),
            "merge what is no object": _first(b'"apiVersion"', b'<<: 1, "apiVersion"'),
        },
    ),
    *_edited(
        "file-is-template",
        {
            "a value of Helm": _first(b'"kind"', b'"x": {{ .Values.x }}, "kind"'),
            "a value of Helm without blanks": _first(b'"kind"', b'"x": {{.Values.x}}, "kind"'),
            "a condition around it": lambda text: b"{{- if .Values.on }}\n" + text + b"\n{{- end }}",
            "an inclusion": _first(b'"kind"', b'{{ include "labels" . | indent 2 }}, "kind"'),
            "a comment before it": lambda text: b"{{/* all objects */}}\n" + text,
            "a loop over the documents": _every(b"\n---\n", b"\n{{ end }}\n---\n"),
        },
    ),
    *_edited(
        "file-repeats-key",
        {
            "the kind": _first(b'"kind"', b'"kind": "Other", "kind"'),
            "the metadata": _first(b'"metadata"', b'"metadata": {}, "metadata"'),
            "the same value": _first(b'"apiVersion": "v1"', b'"apiVersion": "v1", "apiVersion": "v1"'),
            "a label": _first(b'"app.kubernetes.io/name"', b'"app.kubernetes.io/name": "x", "app.kubernetes.io/name"'),
            "a specification": _first(b'"spec"', b'"spec": {}, "spec"'),
            "a key without quotes": _first(b'"kind"', b'kind: Other, "kind"'),
        },
    ),
    *_edited(
        "file-mixes-objects",
        {
            "misspell the kind": _first(b'"kind"', b'"knid"'),
            "misspell the version of the API": _first(b'"apiVersion"', b'"apiversion"'),
            "empty the kind": _first(b'"kind": "Namespace"', b'"kind": ""'),
            "a number as the version of the API": _first(b'"apiVersion": "v1"', b'"apiVersion": 1'),
            "add a list": lambda text: text + b"\n---\n- 1\n",
            "add a text": lambda text: text + b"\n---\nand so on\n",
            "add an object of something else": lambda text: text + b"\n---\nreplicas: 3\n",
        },
    ),
)
