"""What the Ingresses of all controllers share: one host, all of its paths, unchanged, to the HTTP API."""

from __future__ import annotations

from collections.abc import Mapping

from constructs import Construct

from kgc_constructs.kubernetes.metadata import object_meta
from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.kubernetes.ports import HTTP
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames

__all__ = ["ingress"]


def ingress(
    scope: Construct,
    settings: Environment,
    *,
    class_name: str,
    annotations: Mapping[str, str],
    secret: str | None = None,
) -> k8s.KubeIngress:
    """The Ingress, as the child `Resource` of `scope`; the metrics port is never behind it.

    Args:
        scope: Where it belongs.
        settings: The environment.
        class_name: IngressClass of the controller.
        annotations: What the controller has to know beside the rules.
        secret: Secret with the certificate, where the controller takes it from one.
    """
    names = ObjectNames.of(settings)
    backend = k8s.IngressServiceBackend(name=names.service, port=k8s.ServiceBackendPort(name=HTTP))
    path = k8s.HttpIngressPath(path="/", path_type="Prefix", backend=k8s.IngressBackend(service=backend))
    host = settings.host
    return k8s.KubeIngress(
        scope,
        "Resource",
        metadata=object_meta(settings, names.exposure, annotations=annotations),
        spec=k8s.IngressSpec(
            ingress_class_name=class_name,
            tls=[k8s.IngressTls(hosts=[host] if host else None, secret_name=secret)] if settings.tls else None,
            rules=[k8s.IngressRule(host=host, http=k8s.HttpIngressRuleValue(paths=[path]))],
        ),
    )
