"""Whatever somebody puts into a folder, reading and judging it ends soon and stays small."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kgc_constructs.checks import running
from kgc_constructs.checks.files import limits
from tests.conftest import ROOT

MEMORY = 2 * 1024**3
SECONDS = 120
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\n"


def bomb(levels: int, each: int) -> str:
    """Few lines that stand for `each` to the power of `levels` values."""
    lines = [f"a0: &a0 [{', '.join(['x'] * each)}]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * each)}]" for level in range(1, levels)]
    return "\n".join(lines)


def merges(count: int) -> str:
    return "a: &a {b: &b {}}\nspec: {<<: [" + ", ".join(["*a"] * count) + "]}\n"


def pods(size: int) -> str:
    """A manifest of so many bytes, in many small objects, each with a hundred mistakes."""
    containers = "    - {name: web, image: registry.example.com/web:1.4.2}\n" * 20
    one = f"{POD}spec:\n  containers:\n{containers}---\n"
    return one * (size // len(one))


CASES: dict[str, tuple[Callable[[], str | bytes], str | None]] = {
    "billion laughs": (lambda: f"{POD}{bomb(10, 10)}\n", "file-not-readable"),
    "a wide bomb": (lambda: f"{POD}{bomb(3, 2000)}\n", "file-not-readable"),
    "merges": (lambda: f"{POD}{merges(20_000)}", None),
    "deep lists": (lambda: f"{POD}spec: {'[' * 1_000_000}", "file-not-readable"),
    "deep objects": (lambda: f"{POD}spec: {'{a: ' * 200_000}", "file-not-readable"),
    "deep blocks": (lambda: POD + "\n".join(" " * depth + "a:" for depth in range(2000)), "file-not-readable"),
    "10 MB of objects": (lambda: pods(10_000_000), "pod-run-as-non-root"),
    "10 MB of one text": (lambda: f"{POD}data: {'x' * 10_000_000}\n", None),
    "10 MB of short values": (lambda: f"{POD}data: [{'a, ' * 3_300_000}]\n", None),
    "many documents": (lambda: "---\n" * 1_000_000, None),
    "too large": (lambda: b"#" * (33 * 1024 * 1024), "file-not-readable"),
    "too many values": (lambda: f"{POD}data: [{'a,' * 5_000_000}]\n", "file-not-readable"),
    "junk": (lambda: bytes(range(256)) * 40_000, "file-not-readable"),
    "junk without zero bytes": (lambda: bytes(range(1, 256)) * 40_000, "file-not-readable"),
    "quotes that never end": (lambda: f'{POD}data: "{"{{" * 1_000_000}', "file-not-readable"),
    "a long key": (lambda: f"{POD}{'k' * 5_000_000}: 1\n", "file-not-readable"),
}


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("case", CASES)
def test_it_ends_in_time_and_in_memory(case: str, tmp_path: Path) -> None:
    make, rule = CASES[case]
    content = make()
    (tmp_path / "file.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    result = subprocess.run(
        [sys.executable, "-m", "kgc_constructs.cli", "check", "file.yaml", "--format", "json"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=SECONDS, preexec_fn=limited,
    )  # fmt: skip
    assert result.returncode in (0, 1), result.stderr[-2000:]
    rules = {each["rule"] for each in json.loads(result.stdout)["findings"]}
    assert rule is None or rule in rules
    assert "file-not-readable" not in rules or rule == "file-not-readable"


def test_the_documentation_says_how_much_is_read() -> None:
    text = " ".join((ROOT / "docs" / "checking.md").read_text().split())
    assert f"at most {limits.MAX_FILES:,} files and folders, {limits.MAX_BYTES // 1024**2} MiB a file" in text
    assert f"{limits.MAX_DEPTH} levels of nesting, {limits.Budget().values // 10**6} million values in all" in text
    assert f"aliases that stand for {limits.MAX_ALIASED:,} values a file" in text
    assert f"broken more than {running.MOST:,} times the first {running.MOST:,} findings are listed" in text
