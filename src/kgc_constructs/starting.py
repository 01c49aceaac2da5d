"""What synth loads, told to Node.js as soon as somebody asks for `synth`, before Python has imported anything large."""

from __future__ import annotations

import os

from kgc_constructs.bindings import start_early

__all__ = ["start_rendering"]

KUBERNETES = ("constructs", "cdk8s", "cdk8s_plus_27")
TERRAFORM = ("constructs", "cdktf", "cdktf_cdktf_provider_vault", "cdktf_cdktf_provider_aws")


def start_rendering() -> None:
    """Let Node.js begin; under one of the two CLIs with its engine only."""
    wanted = [
        *(() if os.environ.get("CDKTF_OUTDIR") else KUBERNETES),
        *(() if os.environ.get("CDK8S_OUTDIR") else TERRAFORM),
    ]
    start_early(list(dict.fromkeys(wanted)))
