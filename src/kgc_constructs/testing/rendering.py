"""Renders to data instead of files."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kgc_constructs.checks.model.rendered import Document, Rendered, read_rendered
from kgc_constructs.settings import Environment

if TYPE_CHECKING:
    from cdk8s import Chart
    from cdktf import TerraformStack

__all__ = ["render", "render_chart", "render_stack"]


def render(environment: Environment, *, kubernetes: bool = True, terraform: bool = True) -> Rendered:
    """What `synth` would write for `environment`, unchecked and unwritten, of both engines or of one."""
    with tempfile.TemporaryDirectory(prefix="kgc-") as folder:
        manifests, stacks = Path(folder, "kubernetes"), Path(folder, "terraform")
        if kubernetes:
            from kgc_constructs.kubernetes.rendering import render_kubernetes  # noqa: PLC0415  # loads an engine

            render_kubernetes(environment, manifests)
        if terraform:
            from kgc_constructs.terraform.rendering import render_terraform  # noqa: PLC0415  # loads an engine

            render_terraform(environment, stacks)
        return read_rendered(manifests, stacks)


def render_chart(chart: Chart) -> list[Document]:
    """The objects of a cdk8s chart, in the order in which they would be written."""
    from cdk8s import Testing  # noqa: PLC0415  # loads an engine

    return [dict(document) for document in Testing.synth(chart)]


def render_stack(stack: TerraformStack) -> Document:
    """The Terraform JSON of a cdktf stack."""
    from cdktf import Testing  # noqa: PLC0415  # loads an engine

    return dict(json.loads(Testing.synth(stack)))
