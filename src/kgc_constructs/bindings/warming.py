"""Fills the caches ahead of the first synth, by doing once what a synth does."""

from __future__ import annotations

import py_compile
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from kgc_constructs.bindings.activation import activate
from kgc_constructs.bindings.bytecode import GeneratedModuleLoader
from kgc_constructs.bindings.cache import clean

__all__ = ["warm"]

_PACKAGES = ("kgc_constructs.kubernetes", "kgc_constructs.terraform", "kgc_constructs.cli")


def warm() -> None:
    """Prepare everything that the constructs of this library need, and delete what older versions have prepared.

    Raises:
        NodeError: Node.js is missing or too old.
    """
    clean(only_older=True)
    activate()
    for package in _PACKAGES:
        _import_all(package)
    settings = import_module("kgc_constructs.settings")
    with tempfile.TemporaryDirectory(prefix="kgc-warm-") as folder:
        host = "kgc.example.com"
        environment = settings.Environment(
            environment="dev",
            exposure=settings.AlbIngress(host=host),
            tls=settings.AcmTls(),
            certificate=settings.CertificateSettings(domain=host, zone_id="Z0EXAMPLE", region="eu-central-1"),
        )
        import_module("kgc_constructs").synth(environment, folder)
    _compile_imported()


def _import_all(name: str) -> None:
    package = import_module(name)
    for module in iter_modules(getattr(package, "__path__", ()), f"{name}."):
        _import_all(module.name)


def _compile_imported() -> None:
    """Write the compiled code of all imported modules beside them, as pip does, where that is allowed.

    An installer may have left that to Python, and PYTHONDONTWRITEBYTECODE may forbid it to Python.
    """
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        source, compiled = getattr(spec, "origin", None), getattr(spec, "cached", None)
        if not source or not compiled or isinstance(getattr(spec, "loader", None), GeneratedModuleLoader):
            continue
        with suppress(OSError, py_compile.PyCompileError):
            if not Path(compiled).exists() or Path(compiled).stat().st_mtime < Path(source).stat().st_mtime:
                py_compile.compile(source, compiled, doraise=True)
