"""A machine that lacks something is told what to install, and continuous integration does not let it pass."""

import re
from pathlib import Path

import pytest

from tests.servers.requirements import need, program

_TESTS = Path(__file__).parents[1]


def test_a_lack_skips_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs a thing; install the thing from example\.org"):
        need(None, "a thing", install="the thing from example.org")


def test_a_lack_is_a_failure_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs a thing"):
        need(None, "a thing", install="the thing")


def test_a_tolerated_lack_skips_even_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.skip.Exception, match="needs a thing"):
        need(None, "a thing", install="the thing", tolerated=True)


def test_nothing_is_skipped_past_this_module() -> None:
    """Or continuous integration would let it pass."""
    others = [file for file in _TESTS.rglob("*.py") if file.name not in ("requirements.py", "test_requirements.py")]
    assert len(others) > 100
    skip = re.compile(r"pytest\.(skip|importorskip)\(|mark\.(skip|skipif)\b")
    assert [str(file) for file in others if skip.search(file.read_text(encoding="utf-8"))] == []


def test_what_is_there_is_handed_on() -> None:
    assert need("found", "a thing", install="nothing") == "found"


def test_a_program_in_a_named_folder_comes_before_the_path(tmp_path: Path) -> None:
    own = tmp_path / "sh"
    own.touch(mode=0o755)
    assert program("sh", tmp_path) == own
    own.chmod(0o644)
    assert program("sh", tmp_path) != own
    assert program("no-such-program-anywhere", tmp_path) is None
