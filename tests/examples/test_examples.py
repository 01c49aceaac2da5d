"""Every example runs as a program, and renders what its text promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(example: str, folder: Path, python: str = sys.executable) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CDK8S_", "CDKTF_"))}
    command = [python, str(ROOT / "examples" / example)]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def objects(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "dist").glob("*.yaml"))
    return [document for file in files for document in yaml.safe_load_all(file.read_text())]


def stack(folder: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((folder / "cdktf.out" / "stacks" / name / "cdk.tf.json").read_text()))


def test_one_construct_renders_only_itself(tmp_path: Path) -> None:
    run("one_construct.py", tmp_path)
    (budget,) = objects(tmp_path)
    assert budget["kind"] == "PodDisruptionBudget"
    assert budget["metadata"]["namespace"] == "billing"
    assert budget["metadata"]["annotations"]["example.com/owner"] == "billing"


def test_two_sidecars_share_no_name(tmp_path: Path) -> None:
    run("two_sidecars.py", tmp_path)
    names = [(each["kind"], each["metadata"]["name"]) for each in objects(tmp_path)]
    assert len(names) == len(set(names))
    deployments = [each for each in objects(tmp_path) if each["kind"] == "Deployment"]
    assert {each["metadata"]["name"] for each in deployments} == {"kgc-readers", "kgc-writers"}
    selectors = [each["spec"]["selector"]["matchLabels"] for each in deployments]
    assert selectors[0] != selectors[1]


def test_stacks_stand_beside_resources_of_others(tmp_path: Path) -> None:
    run("beside_your_own.py", tmp_path)
    edge, vault = stack(tmp_path, "edge"), stack(tmp_path, "vault")
    (listener,) = edge["resource"]["aws_lb_listener_certificate"].values()
    (validation,) = edge["resource"]["aws_acm_certificate_validation"]
    assert listener["certificate_arn"] == f"${{aws_acm_certificate_validation.{validation}.certificate_arn}}"
    assert len(edge["provider"]["aws"]) == 1, "a construct never makes a provider of its own"
    assert "team" in {mount["path"] for mount in vault["resource"]["vault_mount"].values()}


def test_escape_hatches_reach_what_is_rendered(tmp_path: Path) -> None:
    run("escape_hatches.py", tmp_path)
    by_kind = {each["kind"]: each for each in objects(tmp_path)}
    assert by_kind["Service"]["spec"]["sessionAffinity"] == "ClientIP"
    assert by_kind["Deployment"]["spec"]["minReadySeconds"] == 5
    descriptions = [mount["description"] for mount in stack(tmp_path, "vault")["resource"]["vault_mount"].values()]
    assert "Owned by the graph team" in descriptions


def test_no_example_is_forgotten() -> None:
    tests = Path(__file__).read_text()
    assert [path.name for path in EXAMPLES if f'"{path.name}"' not in tests] == []


@pytest.mark.cli
def test_an_installed_library_renders_the_examples(tmp_path: Path) -> None:
    """`pip install .` into an environment that has nothing of this folder, then one example."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    (here,) = {path for path in sys.path if path.endswith("site-packages") and Path(path, "cdk8s").is_dir()}
    lookup = "import site; print(site.getsitepackages()[0])"
    there = subprocess.run([python, "-c", lookup], check=True, capture_output=True, text=True).stdout.strip()
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
    subprocess.run([*build, "--target", there, str(source)], check=True)
    Path(there, "dependencies.pth").write_text(here)  # what the library needs, without the library itself
    where = subprocess.run(
        [python, "-c", "import kgc_constructs; print(kgc_constructs.__file__)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert where.startswith(str(venv))
    run("two_sidecars.py", tmp_path, python)
    assert len(objects(tmp_path)) >= 20
