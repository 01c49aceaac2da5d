"""Renders to data instead of files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kgc_constructs.checks.model.rendered import Document
from kgc_constructs.rendering import render

if TYPE_CHECKING:
    from cdk8s import Chart
    from cdktf import TerraformStack

__all__ = ["render", "render_chart", "render_stack"]


def render_chart(chart: Chart) -> list[Document]:
    """The objects of a cdk8s chart, in the order in which they would be written."""
    from cdk8s import Testing  # noqa: PLC0415  # loads an engine

    return [dict(document) for document in Testing.synth(chart)]


def render_stack(stack: TerraformStack) -> Document:
    """The Terraform JSON of a cdktf stack."""
    from cdktf import Testing  # noqa: PLC0415  # loads an engine

    return dict(json.loads(Testing.synth(stack)))
