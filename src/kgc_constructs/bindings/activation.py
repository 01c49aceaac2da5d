"""Turns the fast start on, once per process."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from kgc_constructs.bindings.bytecode import without_collection
from kgc_constructs.bindings.cache import package_root
from kgc_constructs.bindings.errors import fall_back
from kgc_constructs.bindings.node import ENV_NODE, find_node
from kgc_constructs.bindings.proven import JSII_VERSIONS, jsii_version

__all__ = ["activate"]

ENV_PLAIN = "KGC_PLAIN_BINDINGS"
_done: list[bool] = []


def activate() -> None:
    """Make the imports of jsii packages that follow fast. Safe to call again.

    Raises:
        NodeError: Node.js is missing or too old.
    """
    if _done:
        return
    _done.append(True)
    if "jsii" in sys.modules and sys.modules["jsii._reference_map"]._assembly_to_module:
        # Somebody has started the plain way; lazy packages still help, another kernel would not.
        _use_lazy_packages()
        return
    node = find_node()
    os.environ[ENV_NODE] = node.path
    if os.environ.get(ENV_PLAIN) == "1" or find_spec("jsii") is None:
        return
    version = jsii_version()
    if version not in JSII_VERSIONS:
        fall_back(f"jsii {version} is not a version that the fast start was proven with ({', '.join(JSII_VERSIONS)})")
        return
    from kgc_constructs.bindings.node_process import NodeProcess  # noqa: PLC0415  # only when wanted

    process = NodeProcess(node, package_root())
    _use_lazy_packages()
    with without_collection():
        from kgc_constructs.bindings.kernel import use_fast_kernel  # noqa: PLC0415  # imports jsii

        use_fast_kernel(process)


def _use_lazy_packages() -> None:
    from kgc_constructs.bindings.lazy_packages import install  # noqa: PLC0415  # only when wanted

    install()
