"""The fast kernel for programs that imported jsii packages before ours.

The stock kernel runs by then, with what was imported loaded into it. As long as no object lives in it, it can still be
exchanged; it is, when a further package is imported, because providers are what takes the stock kernel long.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import jsii
from jsii import _reference_map
from jsii._kernel.providers.process import ProcessProvider
from jsii._kernel.types import LoadRequest, LoadResponse

from kgc_constructs.bindings.cache import package_root
from kgc_constructs.bindings.kernel import FastProvider, know_lazy_types, use_provider
from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.node_process import NodeProcess

__all__ = ["use_late_kernel"]


class _LateProvider(ProcessProvider):
    """The stock provider until a package is loaded."""

    def __init__(self, stock: ProcessProvider, node: Node) -> None:
        self.stock = stock
        self.node = node

    @property
    def _process(self) -> Any:
        return self.stock._process

    def load(self, request: LoadRequest) -> LoadResponse:
        """Exchange the kernel if nothing lives in the stock one, and load the package."""
        if self.stats().objectCount:
            return self.stock.load(request)  # objects live in the stock kernel
        loaded = [_load_request(module) for module in _reference_map._assembly_to_module.values()]
        provider = FastProvider(NodeProcess(self.node, package_root()))
        use_provider(provider)
        self.stock._process.stop()
        for each in loaded:
            provider.load(each)
        return provider.load(request)


def use_late_kernel(node: Node) -> None:
    """Wait for the moment to exchange the stock kernel."""
    stock = jsii.kernel.provider
    if isinstance(stock, ProcessProvider):
        jsii.kernel.provider = _LateProvider(stock, node)
    know_lazy_types()


def _load_request(module: str) -> LoadRequest:
    """The request by which the package `module` was loaded."""
    loader: Any = sys.modules[f"{module}._jsii"]
    assembly = loader.__jsii_assembly__
    tarball = Path(loader.__file__).with_name(assembly.filename)
    return LoadRequest(name=assembly.name, version=assembly.version, tarball=str(tarball))
