"""The way of a request: from the route to the Service, and from there to a port of the pods."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.existing import Existing
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.selection import pods_by_label, services_by_label
from kgc_constructs.checks.objects.monitors import MONITOR, check_monitor
from kgc_constructs.checks.objects.ports import CROSSED, PROBE, TARGET, check_probes, check_service
from kgc_constructs.checks.objects.routes import BACKEND, check_routes, services_of
from kgc_constructs.checks.rule import Finding
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

RULES = (BACKEND, CROSSED, MONITOR, PROBE, TARGET)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Routes, Services, monitors and probes name ports that are there."""
    services, index = services_of(rendered), pods_by_label(rendered)
    yield from check_routes(rendered, services, Existing(rendered, environment))
    for service in services.values():
        yield from check_service(service, index, environment)
    watchable = services_by_label(rendered)
    for monitor in rendered.of_kind("ServiceMonitor"):
        yield from check_monitor(monitor, watchable, environment)
    for pod in index:
        yield from check_probes(pod, environment)
