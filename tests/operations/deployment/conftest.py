"""A development environment in a folder of its own, and programs that stand in for the real ones."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from kgc_constructs.apps import load_environment
from kgc_constructs.settings import Environment
from kgc_constructs.synthesis import synth
from tests.conftest import APPS
from tests.operations.deployment.stand_ins import Reply, StandIns

CHANGES = {"resource_changes": [{"address": "a.b", "change": {"actions": ["create"], "before": None, "after": {}}}]}
_FILE = "apps.v1.Deployment.kgc-sidecar.kgc-sidecar"
DIFFERENT = f"diff -u -N /tmp/LIVE-1/{_FILE} /tmp/MERGED-2/{_FILE}\n-old\n+new\n"


@pytest.fixture
def development() -> Environment:
    """The development environment, as apps/ has it."""
    return load_environment("development", APPS)


@pytest.fixture(autouse=True)
def rendered_once(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rendering takes a second; the same description is rendered once for all tests of this folder."""

    def copied(settings: Environment, out: Path) -> None:
        digest = hashlib.sha256(settings.model_dump_json().encode()).hexdigest()
        kept = tmp_path_factory.getbasetemp() / f"rendered-{digest}"
        if not kept.exists():
            synth(settings, kept)
        shutil.copytree(kept, out, dirs_exist_ok=True)

    monkeypatch.setattr("kgc_constructs.operations.deployment.plan.synth", copied)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    """Both programs: there is something to change everywhere, and everything succeeds."""
    stand_ins = StandIns.at(tmp_path / "bin")
    monkeypatch.setenv("PATH", stand_ins.path)
    monkeypatch.delenv("KUBECONFIG", raising=False)
    stand_ins.answer("kubectl config view", Reply(out="https://cluster.example.com"))
    stand_ins.answer("kubectl diff", Reply(1, DIFFERENT))
    stand_ins.answer("terraform .* show -json", Reply(out=json.dumps(CHANGES)))
    return stand_ins
