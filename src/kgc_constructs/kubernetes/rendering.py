"""Renders one environment's manifests into a folder."""

from __future__ import annotations

from pathlib import Path

from cdk8s import App, YamlOutputType

from kgc_constructs.kubernetes.chart import SidecarChart
from kgc_constructs.settings import Environment

__all__ = ["render_kubernetes"]


def render_kubernetes(environment: Environment, folder: Path) -> None:
    """Write `folder/<app name>.k8s.yaml`, which holds every object of the environment."""
    app = App(outdir=str(folder), yaml_output_type=YamlOutputType.FILE_PER_CHART)
    SidecarChart(app, environment.app_name, settings=environment)
    app.synth()
