"""The hook for pre-commit runs what it says, with the names of the changed files behind it."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.commands.kgc import POD, kgc
from tests.conftest import ROOT


def test_the_hook_finds_a_mistake_in_a_changed_file(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] == "kgc-check"
    program, *arguments = hook["entry"].split()
    assert program == "kgc"
    (tmp_path / "pod.yaml").write_text(POD)
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    assert kgc(*arguments, "pod.yaml", "values.yaml", cwd=tmp_path).returncode == 1
    assert kgc(*arguments, "values.yaml", cwd=tmp_path).returncode == 0
