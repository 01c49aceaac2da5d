"""All environments of apps/, rendered once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.conftest import APP_NAMES, APPS

from kgc_constructs import synth
from kgc_constructs.apps import load_environment


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that `make synth` makes."""
    folder = tmp_path_factory.mktemp("dist")
    for name in APP_NAMES:
        synth(load_environment(name, APPS), folder)
    return folder


@pytest.fixture(params=APP_NAMES)
def manifests(request: pytest.FixtureRequest, dist: Path) -> list[dict[str, object]]:
    """The objects of each environment in turn."""
    files = sorted((dist / request.param / "kubernetes").glob("*.yaml"))
    return [document for file in files for document in yaml.safe_load_all(file.read_text())]
