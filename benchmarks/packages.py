"""The npm packages that the JavaScript contender requires, unpacked from the installed bindings as npm would."""

from __future__ import annotations

import re
import shutil
import tarfile
from importlib.util import find_spec
from pathlib import Path

__all__ = ["modules_of", "unpack_packages"]

BINDINGS = {
    "constructs": "constructs",
    "cdk8s": "cdk8s",
    "cdk8s-plus-27": "cdk8s_plus_27",
    "cdktf": "cdktf",
    "@cdktf/provider-aws": "cdktf_cdktf_provider_aws",
    "@cdktf/provider-vault": "cdktf_cdktf_provider_vault",
}
_MODULE = re.compile(r'^exports\.(\w+) = require\("\./([\w.-]+)"\);$', re.MULTILINE)


def unpack_packages(folder: Path) -> None:
    """Fill `folder/node_modules`, unless an earlier run has."""
    for package, binding in BINDINGS.items():
        spec = find_spec(binding)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{binding} is not installed", name=binding)
        (tarball,) = Path(spec.origin).parent.glob("_jsii/*.tgz")
        target = folder / "node_modules" / package
        stamp = target / f".{tarball.name}"
        if stamp.exists():
            continue
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        with tarfile.open(tarball) as archive:
            archive.extractall(target, filter="data")
        for path in (target / "package").iterdir():
            path.rename(target / path.name)
        stamp.touch()


def modules_of(folder: Path) -> dict[str, dict[str, str]]:
    """Where the modules of the provider packages are: `{"@cdktf/provider-aws": {"snsTopic": "lib/sns-topic"}}`."""
    found = {}
    for package in BINDINGS:
        if package.startswith("@cdktf/provider-"):
            index = (folder / "node_modules" / package / "lib" / "index.js").read_text("utf-8")
            found[package] = {name: f"lib/{path}" for name, path in _MODULE.findall(index)}
    return found
