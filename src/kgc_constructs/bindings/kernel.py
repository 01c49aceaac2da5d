"""The jsii kernel as the fast start uses it: packages come from images, and nobody waits for them to load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jsii
from jsii import _reference_map
from jsii._kernel.providers.process import ProcessProvider, _NodeProcess
from jsii._kernel.types import LoadRequest, LoadResponse

from kgc_constructs.bindings.arguments import write_arguments_fast
from kgc_constructs.bindings.bytecode import after_import
from kgc_constructs.bindings.errors import fall_back
from kgc_constructs.bindings.images import prepare
from kgc_constructs.bindings.kernel_process import KernelProcess
from kgc_constructs.bindings.lazy_packages import is_being_realised, realise
from kgc_constructs.bindings.namespaces import define_type
from kgc_constructs.bindings.node_process import NodeProcess
from kgc_constructs.bindings.overrides import remember_overrides
from kgc_constructs.bindings.submodules import submodules_of

__all__ = ["FastProvider", "know_lazy_types", "use_fast_kernel", "use_provider"]

_original_import = _reference_map._try_import_type_module


class FastProvider(ProcessProvider):
    """Says to the kernel what the stock provider says, through another process and with other tarballs."""

    def __init__(self, process: NodeProcess) -> None:
        self.node = process.node
        self.process = KernelProcess(process)

    @property
    def _process(self) -> _NodeProcess:
        return self.process

    def load(self, request: LoadRequest) -> LoadResponse:
        """Let the kernel load the image of a package, without waiting for it."""
        tarball = Path(request.tarball)
        try:
            tarball = prepare(self.node, jsii.__version__, request.name, request.version, tarball)
        except (OSError, ValueError) as error:
            fall_back(f"{request.name} could not be prepared ({error})")
        self.process.load_later(LoadRequest(name=request.name, version=request.version, tarball=str(tarball)))
        return LoadResponse(assembly=request.name, types=0)  # nobody reads it

    def expect(self, module: str, resources: Sequence[str]) -> None:
        """Let Node.js load its half of a provider's module that Python has just imported its half of."""
        if is_being_realised(module.partition(".")[0]):
            return  # everything is imported, which says nothing about what will be used
        for resource in resources:
            self.process.look_at_later(resource, "tfResourceType")


def use_fast_kernel(process: NodeProcess) -> None:
    """Replace the provider of jsii's kernel, which must not have been used yet."""
    know_lazy_types()
    use_provider(FastProvider(process))


def use_provider(provider: FastProvider) -> None:
    """Let everything that follows be said through `provider`."""
    write_arguments_fast()
    remember_overrides()
    jsii.kernel.provider = provider
    after_import.append(provider.expect)


def know_lazy_types() -> None:
    """Let jsii find types in packages that have been imported lazily."""
    _reference_map._try_import_type_module = _import_type_module


def _import_type_module(class_fqn: str) -> bool:
    """Import the module that defines a type which the kernel has returned and Python has not met yet."""
    fqn = class_fqn
    if define_type(fqn):
        return True
    assembly = fqn.split(".", 1)[0]
    root = _reference_map._assembly_to_module.get(assembly)
    if root is None:
        return _original_import(fqn)
    if not any(key.startswith(f"{assembly}.") for key in _reference_map._submodule_fqn_map):
        _reference_map._submodule_fqn_map.update(submodules_of(root, assembly))
    imported = _original_import(fqn)
    if define_type(fqn):
        return True
    known = (_reference_map._types, _reference_map._data_types, _reference_map._enums, _reference_map._interfaces)
    if imported and not any(fqn in types for types in known):
        realise(root)
        define_type(fqn)
    return imported
