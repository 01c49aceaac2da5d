"""Set-up prepares everything, and eight processes that start on an empty cache all succeed."""

from __future__ import annotations

from pathlib import Path

from tests.bindings.running import ended, run, start
from tests.conftest import APP_NAMES, APPS

EVERYTHING = Path(__file__).with_name("programs") / "everything.py"


def rendered(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_eight_processes_start_at_once_on_an_empty_cache(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(8)]
    for folder in folders:
        folder.mkdir()
    cache = tmp_path / "cache"
    variables = {"KGC_CACHE_DIR": str(cache), "PYTHONWARNINGS": "error"}
    processes = [start(APPS / "production.py", folder=folder, **variables) for folder in folders]
    assert [(done.code, done.err) for done in map(ended, processes)] == [(0, "")] * 8
    first, *others = map(rendered, folders)
    assert len(first) >= 4
    assert all(other == first for other in others)
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert [path for path in files if path.name.startswith(".building-") or path.suffix == ".tmp"] == []
    assert len(list(cache.glob("v*/packages/**/.jsii-runtime-package-cache"))) == 6, "one image of each package"


def test_after_set_up_nothing_is_left_to_prepare(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    variables = {"KGC_CACHE_DIR": str(cache), "PYTHONWARNINGS": "error"}
    assert run("-m", "kgc_constructs.bindings", "warm", folder=tmp_path, **variables).out.startswith(
        f"prepared {cache}"
    )
    prepared = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file() and "packages" not in path.parts}
    for name in APP_NAMES:
        assert run(APPS / f"{name}.py", folder=tmp_path, **variables).code == 0
    now = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file() and "packages" not in path.parts}
    assert [path for path in now if prepared.get(path) != now[path]] == []
