"""The pages of the rules are those that the rules and their examples make."""

from __future__ import annotations

import pytest

from kgc_constructs.checks import RULES
from kgc_constructs.checks.pages import by_subject, index_page, page_of, pages
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "rules"


def test_the_folder_holds_exactly_the_pages() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(pages()), "run `make docs`"


@pytest.mark.parametrize("name", pages())
def test_a_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[name], "run `make docs`"


@pytest.mark.parametrize("rule", RULES)
def test_a_page_says_what_a_person_needs(rule: str) -> None:
    page = page_of(RULES[rule])
    for part in (f"# {rule}\n", "Otherwise: ", "- source: ", "## Bad\n\n", "## Good\n\n", "## Silence it\n\n"):
        assert part in page
    assert page.count("```") % 2 == 0
    assert page.count("\n```") >= 6, "an example is empty"


def test_the_index_leads_to_every_rule_once() -> None:
    index = index_page()
    assert [index.count(f"[{rule}]({rule}.md)") for rule in RULES] == [1] * len(RULES)
    assert sum(map(len, by_subject().values())) == len(RULES)
