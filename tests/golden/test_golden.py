"""What all four environments render to, compared as data. `make golden` writes them anew; CI never can."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kgc_constructs.settings import Environment
from kgc_constructs.testing import assert_matches_golden, render

GOLDEN = Path(__file__).parent
UPDATE = os.environ.get("KGC_UPDATE_GOLDEN") == "1"


def test_the_rendered_documents_are_the_reviewed_ones(app_environment: Environment) -> None:
    rendered = render(app_environment)
    folder = GOLDEN / app_environment.slug
    assert_matches_golden(list(rendered.kubernetes), folder / "kubernetes.yaml", update=UPDATE)
    for stack, document in rendered.terraform.items():
        assert_matches_golden(document, folder / f"{stack}.json", update=UPDATE)


def test_ci_cannot_write_a_golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ValueError, match="CI"):
        assert_matches_golden([{"kind": "ConfigMap"}], tmp_path / "new.yaml", update=True)
    assert not (tmp_path / "new.yaml").exists()
