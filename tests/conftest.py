"""What all tests share: the environments of apps/, and small valid environments to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment, names_of_apps
from kgc_constructs.settings import Environment

ROOT = Path(__file__).parent.parent
APPS = ROOT / "apps"
APP_NAMES = names_of_apps(APPS)


@pytest.fixture(params=APP_NAMES)
def app_environment(request: pytest.FixtureRequest) -> Environment:
    """Each environment of apps/, one after the other."""
    return load_environment(request.param, APPS)


@pytest.fixture
def minimal() -> Environment:
    """The defaults, in development."""
    return Environment(environment="dev")
