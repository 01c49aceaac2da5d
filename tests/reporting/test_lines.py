"""A path leads to its line, or to the nearest that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgc_constructs.reporting.lines import line_in_file, line_in_text

TEXT = """\
# a comment
kind: Deployment
metadata:
  annotations:
    example.com/a: x
    example.com/a.b: y
spec:
  template:
    spec:
      containers:
        - image: one
          name: web
          env:
            - {name: A, value: b}
            - name: B.C
              value: d
        - name: web.two
          image: two
---
base: &base
  a: 1
kind: List
items:
  - <<: *base
    b: 2
  - *base
"""


@pytest.mark.parametrize(
    ("number", "path", "line"),
    [
        (0, "kind", 2),
        (0, "spec", 7),
        (0, "metadata.annotations.example.com/a", 5),
        (0, "metadata.annotations.example.com/a.b", 6),
        (0, "spec.template.spec.containers.web.image", 11),
        (0, "spec.template.spec.containers.0.image", 11),
        (0, "spec.template.spec.containers.web.env.B.C.value", 16),
        (0, "spec.template.spec.containers.web.two.image", 18),
        (0, "spec.template.spec.containers.web.resources.limits.cpu", 11),
        (0, "spec.replicas", 7),
        (0, "nothing", 2),
        (0, "", 2),
        (1, "items.0.b", 25),
        (1, "items.0.a", 21),
        (1, "items.1.a", 21),
        (2, "kind", 1),
    ],
)
def test_the_line_of_a_path(number: int, path: str, line: int) -> None:
    assert line_in_text(TEXT, number, path) == line


def test_json_has_lines_too() -> None:
    text = json.dumps({"resource": {"vault_policy": {"read": {"policy": '\t"x" \u00e9 /'}}}}, indent="\t")
    assert line_in_text(text, 0, "resource.vault_policy.read.policy") == 5


def test_what_yaml_cannot_read_leads_to_the_beginning(tmp_path: Path) -> None:
    assert line_in_text('{"a":\n "\\ud83d\\ude00"}', 0, "a") == 1
    assert line_in_file(str(tmp_path / "gone.yaml"), 0, "a") == (1, 0)


def test_names_with_many_readings_end_in_time() -> None:
    text = "a: &a {a: 1}\n" + "\n".join(f"b{n}: &b{n} {{<<: [*a, *a, *a], a: *a, a.a: *a}}" for n in range(200))
    assert line_in_text(text, 0, "b7." + "a." * 2000 + "x") >= 1
