"""Where a host is that a document names, as far as documents alone can say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kgc_constructs.checks.model.needs import BEYOND, OUTSIDE, Need
from kgc_constructs.checks.model.peers import network_of
from kgc_constructs.checks.model.pods import Pod
from kgc_constructs.checks.model.ports import named_ports
from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.services import pods_behind, services_named, target_ports
from kgc_constructs.checks.model.urls import urls_of
from kgc_constructs.settings.destinations import DEFAULT_PORTS

__all__ = ["called_by"]

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?")


def called_by(rendered: Rendered, pod: Pod) -> Iterator[Need]:
    """A need for each address that the pod's definition names.

    Text that only mentions the address of a place outside, such as a link in a comment, is not taken for a call.
    """
    for path, url, whole in urls_of(rendered, pod):
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        for need in _needs(rendered, pod, host.rstrip("."), port, f"{path} says {host}") if host else ():
            if whole or need.place != OUTSIDE:
                yield need


def _needs(rendered: Rendered, pod: Pod, host: str, port: int, why: str) -> Iterator[Need]:
    address = network_of(host)
    if address is not None:
        if not address.is_unspecified:
            yield Need(why=why, port=port, cidr=str(address))
        return
    if not _NAME.fullmatch(host):
        return
    name, _, rest = host.partition(".")
    parts = rest.split(".") if rest else []
    if len(parts) > 1 and parts[1] != "svc":
        yield Need(why=why, port=port, place=OUTSIDE)
        return
    namespace = parts[0] if parts else pod.namespace
    known = list(_behind_service(rendered, name, namespace, port, why))
    if known:
        yield from known
    elif len(parts) == 1:  # SERVICE.NAMESPACE, or a domain such as example.com
        yield Need(why=why, port=port, place=BEYOND, sure=False)
    else:
        yield Need(why=why, port=port, namespace=namespace, sure=False)


def _behind_service(rendered: Rendered, name: str, namespace: str, port: int, why: str) -> Iterator[Need]:
    """The pods behind a Service that is rendered here."""
    for service in services_named(rendered, namespace, name):
        if at(service, "spec.type") == "ExternalName":
            yield Need(why=why, port=port, place=OUTSIDE)
        for pod in pods_behind(rendered, service):
            for number in target_ports(service, pod, port):
                names = named_ports(pod)
                yield Need(why=why, port=number, namespace=namespace, labels=pod.labels, names=names)
