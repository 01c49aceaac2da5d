"""`cdk8s synth` of an environment file gives the cluster what the library gave it."""

import os
import subprocess
import sys
from pathlib import Path

import yaml

from tests.e2e.kubernetes.conftest import APPS
from tests.e2e.kubernetes.deployed import Deployed
from tests.servers.requirements import need, program

_BIN = APPS.parent / "node_modules" / ".bin"


def test_what_cdk8s_writes_is_what_runs(all_deployed: dict[str, Deployed], tmp_path: Path) -> None:
    deployed = all_deployed["e2e"]
    cdk8s = need(program("cdk8s", _BIN), "cdk8s", install="it by `npm ci`")
    app = f"{sys.executable} {APPS / 'e2e.py'}"
    synthesised = subprocess.run(
        [cdk8s, "synth", "--app", app, "--output", str(tmp_path / "out")],
        cwd=tmp_path,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert synthesised.returncode == 0, synthesised.stderr
    files = sorted((tmp_path / "out").glob("*.yaml"))
    assert [found for file in files for found in yaml.safe_load_all(file.read_text())] == deployed.objects
    difference = deployed.kubectl.try_run("diff", "-f", tmp_path / "out")
    assert (difference.code, difference.out) == (0, "")
