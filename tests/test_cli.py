"""The command line and the app files: one clear message, exit code 2, nothing written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import APPS, ROOT

MISTAKES = {
    "an unknown field": ('tag="1.4.2', 'tagg="1.4.2', "Image are not valid: 1 problem\ntagg"),
    "a wrong unit": ('memory_limit="1Gi"', 'memory_limit="1GB"', "memory_limit"),
    "latest in production": (r'tag="[^"]*"', 'tag="latest"', "image.tag"),
    "a budget equal to the replicas": ("min_available=2", "min_available=3", "disruption_budget.min_available"),
    "plain Vault": ("https://vault.example.com:8200", "http://vault.example.com:8200", "vault.address"),
    "no zone": ('        zone_id="Z0PRODUCTIONEXAMPLE",\n', "", "zone_id"),
}


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CDK8S_", "CDKTF_"))}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A dist/ of an earlier rendering."""
    manifest = tmp_path / "dist" / "production" / "kubernetes" / "kgc-sidecar.k8s.yaml"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("older: true\n")
    return manifest


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("way", ["app", "kgc"])
def test_a_mistake_ends_with_one_message_and_exit_code_2(mistake: str, way: str, tmp_path: Path, older: Path) -> None:
    right, wrong, field = MISTAKES[mistake]
    source = (APPS / "production.py").read_text()
    source, found = re.subn(right, wrong, source)
    assert found >= 1
    app = tmp_path / "production.py"
    app.write_text(source)
    command = [str(app)] if way == "app" else ["-m", "kgc_constructs.cli", "synth", str(app)]
    result = run(*command, cwd=tmp_path)
    assert result.returncode == 2, result.stderr
    assert result.stderr.splitlines()[0].startswith("The settings of ")
    assert field in result.stderr
    for word in ("value:", "allowed:", "reason:"):
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert older.read_text() == "older: true\n"
    assert sorted(path for path in (tmp_path / "dist").rglob("*") if path.is_file()) == [older]


def test_an_unknown_environment_names_the_known_ones(tmp_path: Path) -> None:
    result = run("-m", "kgc_constructs.cli", "synth", "prod", "--apps", str(APPS), cwd=tmp_path)
    assert result.returncode == 2
    assert "development, e2e, production, staging" in result.stderr


def test_an_app_without_environment_is_named(tmp_path: Path) -> None:
    app = tmp_path / "empty.py"
    app.write_text("")
    result = run("-m", "kgc_constructs.cli", "synth", str(app), cwd=tmp_path)
    assert result.returncode == 2
    assert "ENVIRONMENT" in result.stderr


def test_an_app_renders_its_own_environment_and_no_other(tmp_path: Path) -> None:
    result = run(str(APPS / "production.py"), cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["production"]
    outputs = json.loads((tmp_path / "dist" / "production" / "outputs.json").read_text())
    assert outputs["environment"] == "production"


def test_the_schema_describes_every_section(tmp_path: Path) -> None:
    result = run("-m", "kgc_constructs.cli", "schema", cwd=tmp_path)
    schema = json.loads(result.stdout)
    assert {"image", "vault", "certificate", "exposure"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False


@pytest.mark.cli
@pytest.mark.parametrize(
    ("engine", "expected", "loaded", "never"),
    [
        ("cdk8s", ["kgc-sidecar.k8s.yaml"], "cdk8s", "cdktf"),
        (
            "cdktf",
            ["stacks/certificate-production/cdk.tf.json", "stacks/vault-production/cdk.tf.json"],
            "cdktf",
            "cdk8s",
        ),
    ],
)
def test_under_a_cli_only_its_own_engine_is_loaded(
    engine: str, expected: list[str], loaded: str, never: str, tmp_path: Path
) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text(
        f"import runpy, sys\nrunpy.run_path({str(APPS / 'production.py')!r}, run_name='__main__')\n"
        "open('loaded', 'w').write('\\n'.join(sorted(sys.modules)))\n"
    )
    out = {"cdk8s": "--output", "cdktf": "--output"}[engine]
    (tmp_path / "cdktf.json").write_text((ROOT / "cdktf.json").read_text())
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "CI": "true", "HOME": str(tmp_path)}
    result = subprocess.run(
        [engine, "synth", "--app", f"{sys.executable} spy.py", out, "rendered"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    for file in expected:
        assert (tmp_path / "rendered" / file).is_file()
    modules = {name.split(".")[0] for name in (tmp_path / "loaded").read_text().splitlines()}
    assert loaded in modules
    assert never not in modules
    assert not (tmp_path / "dist").exists()


def test_the_page_of_settings_is_the_one_in_the_docs(tmp_path: Path) -> None:
    result = run("-m", "kgc_constructs.cli", "settings", cwd=tmp_path)
    assert result.stdout == (ROOT / "docs" / "settings.md").read_text()
