"""The scanners find nothing to complain about, and no finding is skipped."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

SCANNER = "checkov"


def scan(framework: str, folder: Path) -> dict[str, Any]:
    """The scanner's summary over every file of `folder`."""
    result = subprocess.run(
        [SCANNER, "--framework", framework, "--directory", str(folder), "--output", "json", "--quiet", "--compact"],
        env={**os.environ, "BC_SKIP_MAPPING": "TRUE"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(result.stdout)
    return dict(report) if isinstance(report, dict) else dict(report[0])


@pytest.mark.cli
@pytest.mark.parametrize("framework", ["kubernetes", "terraform_json"])
def test_nothing_fails_and_nothing_is_skipped(framework: str, dist: Path) -> None:
    report = scan(framework, dist)
    failed = [
        f"{check['check_id']} {check['resource']}" for check in report.get("results", {}).get("failed_checks", [])
    ]
    assert failed == []
    assert report["summary"]["passed"] >= 40
    assert report["summary"]["skipped"] == 0
    assert report["summary"]["parsing_errors"] == 0


@pytest.mark.cli
def test_no_secret_is_found(dist: Path) -> None:
    report = scan("secrets", dist)
    assert report.get("summary", report).get("failed", 0) == 0


@pytest.mark.cli
def test_the_scanner_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "leak.yaml").write_text(
        "aws_secret_access_key: " + "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYzz" * 1 + "XAMPLEKEY\n"
    )
    assert scan("secrets", tmp_path)["summary"]["failed"] == 1
