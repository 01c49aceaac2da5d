"""Renders one environment's Terraform stacks into a folder."""

from __future__ import annotations

from pathlib import Path

from cdktf import App

from kgc_constructs.settings import Environment
from kgc_constructs.terraform.certificate import CertificateStack
from kgc_constructs.terraform.vault import VaultStack

__all__ = ["render_terraform"]


def render_terraform(environment: Environment, folder: Path) -> None:
    """Write `folder/manifest.json` and `folder/stacks/<stack>/cdk.tf.json` for each stack."""
    app = App(outdir=str(folder))
    VaultStack(app, f"vault-{environment.slug}", settings=environment)
    if environment.certificate:
        CertificateStack(app, f"certificate-{environment.slug}", settings=environment)
    app.synth()
