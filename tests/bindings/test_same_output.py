"""The fast way and the plain way write the same bytes: all environments, all examples, and other constructs too."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bindings.running import run
from tests.conftest import APP_NAMES, ROOT

PROGRAM = Path(__file__).with_name("programs") / "everything.py"


def render(folder: Path, **variables: str) -> dict[str, bytes]:
    """What is made in `folder`, whose name stands in documents (the local state of an example), and then is gone."""
    folder.mkdir()
    done = run(PROGRAM, folder=folder, **variables)
    assert (done.code, done.err) == (0, "")
    made = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(folder)
    return made


def test_fast_and_plain_write_the_same_bytes(tmp_path: Path) -> None:
    """The plain way takes 20 s and 1.5 GB, so it renders everything in one process."""
    fast = render(tmp_path / "made")
    plain = render(tmp_path / "made", KGC_PLAIN_BINDINGS="1")
    assert fast.keys() == plain.keys()
    assert [name for name, content in fast.items() if content != plain[name]] == []
    for name in APP_NAMES:
        assert f"apps/{name}/outputs.json" in fast
    for example in (ROOT / "examples").glob("*.py"):
        assert any(name.startswith(f"examples/{example.stem}/") for name in fast), example.stem
    assert b"Lexv2ModelsBotDataPrivacyList" in fast["aws.json"]
