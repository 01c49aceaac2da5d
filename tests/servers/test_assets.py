"""Programs of a cluster that a person has come before our own."""

from pathlib import Path

import pytest

from tests.servers import assets
from tests.servers.assets import component


def test_a_persons_own_programs_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (own := tmp_path / "etcd").touch(mode=0o755)
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(tmp_path))
    assert component("etcd") == own


def test_what_they_lack_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(tmp_path))
    monkeypatch.setattr(assets, "cached", lambda *_, **__: Path("built"))
    assert component("etcd") == Path("built/etcd")
