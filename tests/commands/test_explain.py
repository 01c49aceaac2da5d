"""`kgc explain` and `kgc rules`."""

from __future__ import annotations

from pathlib import Path

from kgc_constructs.checks import RULES
from kgc_constructs.checks.pages import index_page, page_of, pages
from tests.commands.kgc import kgc


def test_a_rule_is_explained_by_its_page(tmp_path: Path) -> None:
    result = kgc("explain", "pod-host-namespaces", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == page_of(RULES["pod-host-namespaces"])


def test_all_are_listed_when_none_is_named(tmp_path: Path) -> None:
    result = kgc("explain", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, index_page())


def test_a_misspelt_one_leads_to_the_right_one(tmp_path: Path) -> None:
    result = kgc("explain", "pod-host-namespace", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "pod-host-namespaces" in result.stderr
    assert kgc("explain", "@@@@", cwd=tmp_path).returncode == 2


def test_the_pages_are_written_and_older_ones_go(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "gone.md").write_text("older")
    assert kgc("rules", "rules", cwd=tmp_path).returncode == 0
    assert {file.name: file.read_text() for file in (tmp_path / "rules").iterdir()} == pages()
