"""What a manifest cannot hold is refused before it is rendered."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.settings import Environment, SettingsError


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\x8b", "\r", "\u2028", "\ufeff", "\ufffe"])
def test_a_character_that_yaml_cannot_hold_is_refused(character: str, minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        minimal.evolve(annotations={"example.com/note": f"a{character}b"})
    (problem,) = error.value.problems
    assert problem.field == "annotations"
    assert f"U+{ord(character):04X}" in problem.reason


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kubeconfig_path": "a\x07"}, "kubeconfig_path"),
        ({"image": {"command": ["node", "a\x07"]}}, "image.command"),
        ({"probe_request": {"headers": {"X-Note": "a\x07"}}}, "probe_request.headers"),
        ({"placement": {"tolerations": [{"key": "a\x07"}]}}, "placement.tolerations.0.key"),
        ({"pod_login": {"kind": "kubernetes", "audience": "a\x07"}}, "pod_login.audience"),
    ],
)
def test_so_it_is_everywhere(changes: dict[str, Any], field: str, minimal: Environment) -> None:
    with pytest.raises(SettingsError) as error:
        minimal.evolve(**changes)
    assert [problem.field for problem in error.value.problems] == [field]


@pytest.mark.parametrize("text", ["two\nlines\tand a tab", "grüße", "日本語", "🙂", "\xa0", "12:30:45", "yes", "0x1f"])
def test_other_texts_are_accepted(text: str, minimal: Environment) -> None:
    assert minimal.evolve(annotations={"example.com/note": text}).annotations["example.com/note"] == text
