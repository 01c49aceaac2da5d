"""Where the fast way is not proven, or turned off, the plain way is taken: with one warning, or with none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kgc_constructs.bindings.node import find_node
from tests.bindings.running import Ended, run

PROGRAM = """
import json, sys
from pathlib import Path
{before}
from kgc_constructs.kubernetes.rendering import render_kubernetes
from kgc_constructs.settings import Environment
render_kubernetes(Environment(environment="dev"), Path("rendered"))
import jsii
print(type(jsii.kernel.provider).__name__, [type(each).__name__ for each in sys.meta_path].count("_Finder"))
"""
PLAIN, FAST = "ProcessProvider 0", "FastProvider 1"
MODULES = "kgc_constructs.bindings"


def render(folder: Path, before: str = "", **variables: str) -> Ended:
    (folder / "program.py").write_text(PROGRAM.format(before=before))
    done = run("-W", "always", "program.py", folder=folder, **variables)
    assert done.code == 0, done.err
    return done


def manifest(folder: Path) -> bytes:
    (file,) = (folder / "rendered").iterdir()
    return file.read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("usual")
    done = render(folder)
    assert (done.out.strip(), done.err) == (FAST, "")
    return manifest(folder)


def assert_one_warning(done: Ended, reason: str) -> None:
    assert done.err.count("BindingsWarning") == 1, done.err
    assert reason in done.err
    assert "takes about 20 seconds and 1.5 GB more" in done.err, "it says what it costs"


def another_node(folder: Path, version: str) -> str:
    """A Node.js that says it is another release."""
    node = folder / "node"
    node.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec echo v{version}\nexec {find_node().path} "$@"\n')
    node.chmod(0o755)
    return str(node)


def test_another_version_of_jsii(usual: bytes, tmp_path: Path) -> None:
    before = f"import {MODULES}.activation as activation; activation.JSII_VERSIONS = frozenset({{'1.0.0'}})"
    done = render(tmp_path, before)
    assert done.out.strip() == PLAIN
    assert_one_warning(done, "is not a version that the fast start was proven with (1.0.0)")
    assert manifest(tmp_path) == usual


def test_an_unproven_release_of_node(usual: bytes, tmp_path: Path) -> None:
    done = render(tmp_path, JSII_NODE=another_node(tmp_path, "20.11.0"))
    assert done.out.strip() == PLAIN
    assert_one_warning(done, "Node.js 20.11.0 at ")
    assert manifest(tmp_path) == usual


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("JSII_RUNTIME_PACKAGE_CACHE", "disabled", "JSII_RUNTIME_PACKAGE_CACHE is set"),
        ("KGC_CACHE_DIR", os.devnull, "cannot be written"),
    ],
)
def test_settings_that_leave_no_room(variable: str, value: str, reason: str, usual: bytes, tmp_path: Path) -> None:
    done = render(tmp_path, **{variable: value})
    assert done.out.strip() == PLAIN
    assert_one_warning(done, reason)
    assert manifest(tmp_path) == usual


def test_private_names_that_have_changed(usual: bytes, tmp_path: Path) -> None:
    before = "import jsii._stack_trace as traces; del traces.is_enabled"
    done = render(tmp_path, before)
    assert done.out.strip() == PLAIN
    assert_one_warning(done, "the fast start has failed (ImportError: ")
    assert manifest(tmp_path) == usual


def test_packages_that_cannot_be_prepared(usual: bytes, tmp_path: Path) -> None:
    before = f"""
import {MODULES}.images as images
def full(*_):
    raise OSError(28, "No space left on device")
images.prepare = full
"""
    done = render(tmp_path, before)
    assert_one_warning(done, "constructs could not be prepared ([Errno 28] No space left on device)")
    assert manifest(tmp_path) == usual


def test_the_switch_turns_everything_off_without_a_word(usual: bytes, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    done = render(tmp_path, KGC_PLAIN_BINDINGS="1", KGC_CACHE_DIR=str(cache))
    assert (done.out.strip(), done.err) == (PLAIN, "")
    assert manifest(tmp_path) == usual
    assert {path.name for path in cache.rglob("*") if path.is_file()} <= {"node.json"}


def test_a_warning_can_be_made_an_error(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM.format(before=""))
    done = run("-W", "error::RuntimeWarning", "program.py", folder=tmp_path, KGC_CACHE_DIR=os.devnull)
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("kgc_constructs.bindings.errors.BindingsWarning: ")
