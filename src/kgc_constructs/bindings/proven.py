"""The jsii versions this package was proven with, and every private name of theirs that it uses.

jsii promises nothing about these names, so any other version takes the plain way (see `activation`):

- `jsii._runtime.kernel`: its `provider` is replaced, and what is sent through it stays the same;
- `jsii._kernel.providers.process._NodeProcess`: `start`, `stop`, `send`, `handshake`, `_next_message`, `_process`,
  `_serializer`, `_ctx_stack`, `sink_thread`;
- `jsii._kernel.providers.process.ProcessProvider._process`;
- `jsii._kernel._make_reference_for_native`: is replaced; `__jsii_name_mapping__` and `__jsii_type__` of structs;
- `jsii._reference_map`: `_try_import_type_module`, `_submodule_fqn_map`, `_types`, `_data_types`, `_enums`,
  `_interfaces`, `_assembly_to_module`;
- `jsii._embedded.jsii`: `lib__program.js` (reads and writes file descriptor 3) and `lib__runtime-index-worker.js`;
- the package cache of the Node.js side: `<root>/<name>/<version>/<digest>/`, complete when it holds `MARKER`, with
  the type index of format 1 (`INDEX_FILES`) that the worker above writes.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

__all__ = [
    "DESCRIPTION",
    "INDEX_FILES",
    "JSII_VERSIONS",
    "MARKER",
    "NODE_RELEASES",
    "SUPPORTED_FEATURES",
    "embedded_file",
    "jsii_version",
]

JSII_VERSIONS = frozenset({"1.142.0"})
NODE_RELEASES = frozenset({22, 24})
"""Major releases on which jsii itself has nothing to warn of."""
MARKER = ".jsii-runtime-package-cache"
DESCRIPTION = ".jsii"
"""What a package says of its types."""
INDEX_FILES = (".jsii.runtime.v1.json", ".jsii.runtime-index.v1", ".jsii.runtime-defs.v1.jsonl")
SUPPORTED_FEATURES = ("intersection-types", "class-covariant-overrides")


def jsii_version() -> str:
    """The installed version of jsii, read without importing it; empty when there is none."""
    try:
        metadata = json.loads((_folder() / "_metadata.json").read_text("utf-8"))
    except ModuleNotFoundError:
        return ""
    return str(metadata["version"])


def embedded_file(name: str) -> Path:
    """A file of the Node.js half that jsii ships.

    Raises:
        ModuleNotFoundError: jsii is not installed.
    """
    return _folder() / "_embedded" / "jsii" / name


def _folder() -> Path:
    spec = find_spec("jsii")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jsii is not installed", name="jsii")
    return Path(spec.origin).parent
