"""Turns the fast start on, once per process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec

from kgc_constructs.bindings.cache import cache_dir, is_writable, package_root
from kgc_constructs.bindings.errors import NodeError, fall_back, report_node_errors
from kgc_constructs.bindings.node import ENV_NODE, Node, find_node
from kgc_constructs.bindings.proven import JSII_VERSIONS, NODE_RELEASES, jsii_version

__all__ = ["activate", "start_early"]

ENV_PLAIN = "KGC_PLAIN_BINDINGS"
ENV_NOT_OURS = ("JSII_RUNTIME", "JSII_RUNTIME_PACKAGE_CACHE", "JSII_RUNTIME_PACKAGE_CACHE_ROOT")
"""Settings of jsii that name another kernel, or another way of unpacking packages, than ours."""
_SURPRISES = (ArithmeticError, AttributeError, ImportError, LookupError, OSError, TypeError, ValueError)
"""What private names that have changed, a file that is not what it was, or a refusing system may lead to."""
_done: list[bool] = []


def activate() -> None:
    """Make the imports of jsii packages that follow fast. Safe to call again.

    Raises:
        NodeError: Node.js is missing or too old.
    """
    if _done:
        return
    report_node_errors()
    node = find_node()
    os.environ[ENV_NODE] = node.path  # the plain way, and what constructs start by themselves, use the same
    _done.append(True)
    if os.environ.get(ENV_PLAIN) == "1" or find_spec("jsii") is None:
        return
    try:
        reason = _reason_against(node)
        if not reason:
            _start(node)
    except _SURPRISES as error:
        reason = f"the fast start has failed ({type(error).__name__}: {error})"
    if reason:
        from kgc_constructs.bindings.lazy_packages import uninstall  # noqa: PLC0415  # only when wanted

        uninstall()
        fall_back(reason)


def start_early(packages: Sequence[str] = ()) -> None:
    """Start Node.js now, because this process will render by `packages`; what is against it is told by `activate`."""
    if _done or "jsii" in sys.modules or os.environ.get(ENV_PLAIN) == "1":
        return
    from kgc_constructs.bindings import early  # noqa: PLC0415  # only when wanted
    from kgc_constructs.bindings.node_process import NodeProcess  # noqa: PLC0415
    from kgc_constructs.bindings.preloading import preload  # noqa: PLC0415

    with suppress(NodeError, *_SURPRISES):
        node = find_node()
        if _reason_against(node):
            return
        process = early.start(lambda: NodeProcess(node, package_root()))
        if process is not None:
            preload(process, packages)


def _reason_against(node: Node) -> str:
    """Why the fast start would be a risk here; empty if it would not."""
    if os.name != "posix":
        return "this is not a POSIX system"
    version = jsii_version()
    if version not in JSII_VERSIONS:
        return f"jsii {version} is not a version that the fast start was proven with ({_listed(JSII_VERSIONS)})"
    if not node.is_proven:
        return f"{node} is not a release that the fast start was proven with ({_listed(NODE_RELEASES)})"
    for name in ENV_NOT_OURS:
        if os.environ.get(name):
            return f"{name} is set"
    if not is_writable(cache_dir()):
        return f"the cache folder {cache_dir()} cannot be written"
    return ""


def _listed(versions: frozenset[str] | frozenset[int]) -> str:
    return ", ".join(sorted(map(str, versions)))


def _start(node: Node) -> None:
    from kgc_constructs.bindings.lazy_packages import install  # noqa: PLC0415  # only when wanted

    if "jsii" in sys.modules and sys.modules["jsii._reference_map"]._assembly_to_module:
        from kgc_constructs.bindings.late_kernel import use_late_kernel  # noqa: PLC0415  # somebody was first

        install()
        use_late_kernel(node)
        return
    from kgc_constructs.bindings import early  # noqa: PLC0415  # only when wanted
    from kgc_constructs.bindings.bytecode import without_collection  # noqa: PLC0415
    from kgc_constructs.bindings.node_process import NodeProcess  # noqa: PLC0415

    process = early.take(node) or NodeProcess(node, package_root())
    install()
    try:
        with without_collection():
            from kgc_constructs.bindings.kernel import use_fast_kernel  # noqa: PLC0415  # imports jsii

            use_fast_kernel(process)
    except BaseException:
        process.stop()
        raise
