"""Has the engines render an environment; each is loaded only when it is asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kgc_constructs.checks.model.rendered import Rendered, read_rendered
from kgc_constructs.settings import Environment

__all__ = ["render", "render_into"]


def render_into(environment: Environment, kubernetes: Path | None, terraform: Path | None) -> None:
    """Write what each engine makes of `environment` into its folder; None leaves the engine out."""
    if kubernetes:
        from kgc_constructs.kubernetes.rendering import render_kubernetes  # noqa: PLC0415  # one engine is enough

        render_kubernetes(environment, kubernetes)
    if terraform:
        from kgc_constructs.terraform.rendering import render_terraform  # noqa: PLC0415  # one engine is enough

        render_terraform(environment, terraform)


def render(environment: Environment, *, kubernetes: bool = True, terraform: bool = True) -> Rendered:
    """What `synth` would write for `environment`, unchecked and unwritten, of both engines or of one."""
    with tempfile.TemporaryDirectory(prefix="kgc-") as folder:
        manifests, stacks = Path(folder, "kubernetes"), Path(folder, "terraform")
        render_into(environment, manifests if kubernetes else None, stacks if terraform else None)
        return read_rendered(manifests, stacks)
