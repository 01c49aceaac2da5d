"""A damaged cache is repaired without a word, and changes nothing that is rendered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kgc_constructs.bindings.cache import LAYOUT, cache_dir, clean
from tests.bindings.conftest import PROGRAM
from tests.bindings.running import run
from tests.conftest import ROOT

KINDS = {
    "what leads to an image": "stubs/*.tgz",
    "the mark of an image": "packages/constructs/*/*/.jsii-runtime-package-cache",
    "the index of types": "packages/constructs/*/*/.jsii.runtime-index.v1",
    "the descriptions of types": "packages/constructs/*/*/.jsii.runtime-defs.v1.jsonl",
    "a package's own file": "packages/constructs/*/*/package.json",
    "modules": "packages/constructs/*/*/lib/*.js",
    "an archive": "packages/@cdktf/*/*/*/modules.bin",
    "the contents of an archive": "packages/@cdktf/*/*/*/modules.json",
    "the pack": "compiled/modules.pack",
    "compiled Python": "split/cdk8s_plus_27.*.bin",
    "the version of Node.js": "node.json",
}
FOREIGN = b'{"foreign": ["what another program", "has put here"]}\n'


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def foreign(content: bytes) -> bytes:
    """As long as it was, but something else."""
    return (FOREIGN * (len(content) // len(FOREIGN) + 1))[: len(content)]


def emptied(_: bytes) -> bytes:
    return b""


def rendered(folder: Path, cache: Path) -> dict[str, bytes]:
    folder.mkdir()
    done = run(PROGRAM, folder=folder, KGC_CACHE_DIR=str(cache), PYTHONWARNINGS="error")
    assert (done.code, done.err) == (0, "")
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is rendered with the cache that everybody uses."""
    return rendered(tmp_path_factory.mktemp("right") / "out", cache_dir().parent)


def damage(paths: list[Path], how: Callable[[bytes], bytes]) -> dict[Path, bytes]:
    """Damage the files, as somebody would who knows nothing of them, and say what they hold now."""
    for path in paths:
        before = path.stat()
        path.write_bytes(how(path.read_bytes()))
        assert path.stat().st_mtime_ns != before.st_mtime_ns
    return {path: path.read_bytes() for path in paths}


@pytest.mark.parametrize("how", [cut_off, foreign])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_made_again(
    kind: str, how: Callable[[bytes], bytes], cache: Path, right: dict[str, bytes], tmp_path: Path
) -> None:
    (layout,) = cache.glob("v*")
    damaged = damage(list(layout.glob(KINDS[kind])), how)
    assert damaged
    assert rendered(tmp_path / "after", cache) == right
    assert [path for path, content in damaged.items() if path.read_bytes() == content] == []


def test_everything_may_be_damaged_at_once(cache: Path, right: dict[str, bytes], tmp_path: Path) -> None:
    damage([path for path in cache.rglob("*") if path.is_file()], emptied)
    assert rendered(tmp_path / "after", cache) == right


def prepared(cache: Path) -> set[str]:
    """What is prepared for all programs; the pack and its like depend on who has run."""
    paths = (path.relative_to(cache) for path in cache.rglob("*") if path.is_file())
    return {str(path) for path in paths if path.parts[1] != "compiled"}


def test_an_emptied_folder_is_filled_again(cache: Path, right: dict[str, bytes], tmp_path: Path) -> None:
    before = prepared(cache)
    assert before
    done = run("-m", "kgc_constructs.bindings", "clean", folder=tmp_path, KGC_CACHE_DIR=str(cache))
    assert done.out == f"deleted {cache}\n"
    assert list(cache.iterdir()) == []
    assert rendered(tmp_path / "after", cache) == right
    assert prepared(cache) == before


def test_make_cleans_the_cache_by_this_command() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\nclean-cache:")[2].partition("\n\n")[0]
    assert recipe.endswith("\t$(BIN)/python -m kgc_constructs.bindings clean")


def test_set_up_deletes_what_older_versions_have_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGC_CACHE_DIR", str(tmp_path))
    for name in ("v1", LAYOUT, f"v{int(LAYOUT[1:]) + 1}", "benchmarks"):
        (tmp_path / name).mkdir()
    clean(only_older=True)
    assert {path.name for path in tmp_path.iterdir()} == {LAYOUT, f"v{int(LAYOUT[1:]) + 1}", "benchmarks"}
    clean()
    assert {path.name for path in tmp_path.iterdir()} == {"benchmarks"}
