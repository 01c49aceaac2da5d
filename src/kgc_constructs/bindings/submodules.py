"""Which Python module defines the types of which jsii submodule.

The names cannot be guessed from each other (`s3ControlBucket` is `s3_control_bucket`, `s3BucketAcl` is
`s3_bucket_acl`, and 47 modules of the AWS provider fit no rule), so they are read where the modules say it themselves.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

__all__ = ["submodules_of"]


def submodules_of(package: str, assembly: str) -> dict[str, str]:
    """Map full names of submodules to Python modules: `cdk8s-plus-27.k8s` to `cdk8s_plus_27.k8s`."""
    found: dict[str, str] = {}
    first_type = re.compile(rb'jsii_type="(' + re.escape(assembly.encode()) + rb'\.[^"]+)\.[^".]+"')
    for folder in sys.modules[package].__path__:
        for entry in os.scandir(folder):
            source = Path(entry.path, "__init__.py")
            if entry.name == "_jsii" or not source.is_file():
                continue
            match = first_type.search(source.read_bytes())
            if match:
                found[match[1].decode()] = f"{package}.{entry.name}"
    return found
