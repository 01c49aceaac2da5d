"""The ServiceMonitor: tells the Prometheus operator what to scrape."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.custom_resource import custom_resource
from kgc_constructs.kubernetes.ports import METRICS
from kgc_constructs.settings import Environment, Metrics
from kgc_constructs.settings.object_names import ObjectNames, selector_of

__all__ = ["ServiceMonitor"]


class ServiceMonitor(Construct):
    """Scrapes the metrics port of the Service. The custom resource comes with the Prometheus operator."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        metrics = chosen(settings.observability and settings.observability.metrics, Metrics, "observability.metrics")
        self.api_object = custom_resource(
            self,
            settings,
            api_version="monitoring.coreos.com/v1",
            kind="ServiceMonitor",
            name=ObjectNames.of(settings).service_monitor,
            spec={
                "endpoints": [{"interval": f"{metrics.scrape_interval_seconds}s", "path": "/metrics", "port": METRICS}],
                "namespaceSelector": {"matchNames": [settings.full_namespace]},
                "selector": {"matchLabels": selector_of(settings)},
            },
        )
