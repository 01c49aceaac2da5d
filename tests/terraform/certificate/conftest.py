"""Renders without leaving anything behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kgc_constructs.settings import Environment
from tests.terraform.certificate.documents import Build, Document, certificate_stack, read, write

Render = Callable[[Environment], Document]
RenderStack = Callable[[Build], Document]


@pytest.fixture
def render_stack(tmp_path: Path) -> RenderStack:
    """Renders a stack that the test makes."""
    rendered: list[Path] = []

    def render(build: Build) -> Document:
        rendered.append(write(tmp_path / f"rendered-{len(rendered)}", build))
        return read(rendered[-1])

    return render


@pytest.fixture
def render(render_stack: RenderStack) -> Render:
    """Renders the certificate stack of an environment."""
    return lambda settings: render_stack(certificate_stack(settings))
