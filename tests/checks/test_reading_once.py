"""What makes the checks fast changes nothing: the same data, and views that a copy does not take along."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
import yaml

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.own_yaml import own_documents
from kgc_constructs.checks.model.pods import pods
from tests.checks.original import KUBERNETES
from tests.golden.test_golden import GOLDEN

FILES = [*sorted(GOLDEN.glob("*/kubernetes.yaml")), KUBERNETES]
KINDS = "a: 1\nb: 0x10\nc: 1.5\nd: true\ne: ~\nf: '1'\ng: [x, {y: -2}]\nh: !!str 7\n---\n---\n- 2001-01-01\n"


@pytest.mark.parametrize("text", [*(file.read_text() for file in FILES), KINDS], ids=[*map(str, FILES), "kinds"])
def test_it_reads_what_pyyaml_reads(text: str) -> None:
    assert list(own_documents(text)) == [each for each in yaml.safe_load_all(text) if each is not None]


def pod(name: str) -> Rendered:
    return Rendered(({"kind": "Pod", "metadata": {"name": name}, "spec": {}},))


def test_a_view_is_worked_out_once() -> None:
    seen: list[Rendered] = []

    def view(rendered: Rendered) -> int:
        seen.append(rendered)
        return len(rendered.kubernetes)

    rendered = pod("one")
    assert [rendered.once(view), rendered.once(view)] == [1, 1]
    assert seen == [rendered]
    assert pods(rendered) is pods(rendered)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_looks_anew(copied: Callable[[Rendered], Rendered]) -> None:
    rendered = pod("one")
    assert pods(rendered)[0].spec == {}
    other = copied(rendered)
    other.kubernetes[0]["spec"] = {"hostNetwork": True}
    assert pods(other)[0].spec == {"hostNetwork": True}
    assert pods(rendered)[0] is not pods(other)[0]
