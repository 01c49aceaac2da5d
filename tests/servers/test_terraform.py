"""Providers come from the folder a setting names, or from one that looks like a mirror, whatever it is called."""

from pathlib import Path

import pytest

from tests.servers import terraform
from tests.servers.terraform import plugin_mirror


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any mirror, and its one usual place for optional software."""
    monkeypatch.delenv("TF_PLUGIN_MIRROR", raising=False)
    monkeypatch.setattr(terraform, "_USUAL_PLACES", (str(tmp_path / "optional"),))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def _mirror(folder: Path) -> Path:
    (folder / "registry.example.com" / "hashicorp" / "aws").mkdir(parents=True)
    return folder


def test_no_mirror_means_the_public_registry(places: Path) -> None:
    assert plugin_mirror() is None
    assert terraform.terraform(places).configuration.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("name", ["optional/any-name", "optional/any/plugins", "home/.terraform.d/plugins"])
def test_a_mirror_is_known_by_its_layout(places: Path, name: str) -> None:
    mirror = _mirror(places / name)
    assert plugin_mirror() == mirror
    written = terraform.terraform(places).configuration.read_text(encoding="utf-8")
    assert f'path = "{mirror}"' in written
    assert written.count('["hashicorp/aws"]') == 2


def test_the_setting_comes_first(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _mirror(places / "optional" / "other")
    monkeypatch.setenv("TF_PLUGIN_MIRROR", str(places / "mine"))
    assert plugin_mirror() == places / "mine"
