"""The scanner finds nothing in a stack that uses every part, and skips nothing."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.settings import Environment
from tests.servers.requirements import need, program
from tests.terraform.certificate.documents import certificate_stack, environment, write

pytestmark = pytest.mark.cli

EVERYTHING = environment("production", account_id="123456789012", mtls={"organization": "Example"})


def summary(settings: Environment, folder: Path) -> dict[str, Any]:
    """How many checks passed, failed and were skipped."""
    stack = write(folder / "rendered", certificate_stack(settings))
    scanner = need(program("checkov"), "checkov", install="`pip install checkov`")
    done = subprocess.run(
        [scanner, "--framework", "terraform_json", "--directory", stack, "--output", "json", "--quiet"],
        env={**os.environ, "BC_SKIP_MAPPING": "TRUE"},
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(json.loads(done.stdout)["summary"])


@pytest.mark.parametrize("settings", [EVERYTHING, environment(cloudfront=True)], ids=["everything", "cloudfront"])
def test_nothing_fails_and_nothing_is_skipped(settings: Environment, tmp_path: Path) -> None:
    found = summary(settings, tmp_path)
    assert found["failed"] == found["skipped"] == found["parsing_errors"] == 0
    assert found["passed"] >= 10


def test_a_wildcard_would_be_found(tmp_path: Path) -> None:
    """Shows that the scanner reads the stack; whoever needs a wildcard says so in the environment."""
    assert summary(environment(alternative_names=("*.kgc.example.com",)), tmp_path)["failed"] == 1
