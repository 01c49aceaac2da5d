"""Caches of the bindings that tests may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kgc_constructs.bindings.cache import locked
from tests.bindings.running import run, shared
from tests.conftest import ROOT

PROGRAM = ROOT / "examples" / "escape_hatches.py"
"""Uses both engines and a provider, but not AWS, whose package takes 4 s to prepare."""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that `PROGRAM` has filled, once for all test processes; nobody may change it."""
    common = shared(tmp_path_factory) / "bindings"
    cache = common / "cache"
    with locked(common / "lock"):
        if not cache.exists():
            folder = common / "rendered"
            folder.mkdir()
            assert run(PROGRAM, folder=folder, KGC_CACHE_DIR=str(common / "filling")).err == ""
            (common / "filling").rename(cache)
    return cache


@pytest.fixture
def cache(filled: Path, tmp_path: Path) -> Path:
    """A filled cache of one's own."""
    return Path(shutil.copytree(filled, tmp_path / "cache"))
