"""The rules of the layout, held mechanically."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kgc_constructs"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "apps").glob("*.py")])
MODULES = [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in sorted(PACKAGE.rglob("*.py"))]
MAX_LINES = 200


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_file_is_longer_than_200_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_settings_are_never_copied_past_their_validation(path: Path) -> None:
    tree = ast.parse(path.read_text())
    calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not calls & {"model_copy", "model_construct"}, "use evolve(): it validates again"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.is_relative_to(PACKAGE)], ids=relative)
def test_a_module_declares_what_is_public(path: Path) -> None:
    body = ast.parse(path.read_text()).body
    names = [
        ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value is not None
        and ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target) == "__all__"
    ]
    if path.name in {"__main__.py", "cli.py"} or len(body) == 1:
        return  # a program, or a package that holds only its description
    assert names, "a library module says what is public"
    assert len(names[0]) == len(set(names[0]))  # `make lint` holds the order


@pytest.mark.parametrize("path", sorted((PACKAGE / "settings").glob("*.py")), ids=relative)
def test_settings_read_no_clock_no_environment_and_no_randomness(path: Path) -> None:
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(name=node.module or "")])
    }
    assert not imported & {"datetime", "os", "pathlib", "random", "secrets", "socket", "subprocess", "time", "uuid"}


@pytest.mark.parametrize("module", ["kgc_constructs", "kgc_constructs.settings", "kgc_constructs.cli"])
def test_importing_loads_neither_jsii_nor_node(module: str) -> None:
    code = f"""
import sys, {module}
heavy = sorted(name for name in sys.modules if name.split(".")[0] in {{"jsii", "cdk8s", "cdktf", "constructs"}})
print(heavy)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["kgc_constructs", "kgc_constructs.settings", "kgc_constructs.testing"])
def test_every_public_name_exists(name: str) -> None:
    module = importlib.import_module(name)
    assert [public for public in module.__all__ if not hasattr(module, public)] == []
