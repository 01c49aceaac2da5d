"""The Gateway API's HTTPRoute, attached to a Gateway that the platform owns."""

from __future__ import annotations

from constructs import Construct

from kgc_constructs.kubernetes.choice import chosen
from kgc_constructs.kubernetes.custom_resource import custom_resource
from kgc_constructs.settings import Environment, GatewayRoute
from kgc_constructs.settings.object_names import HTTP_PORT, ObjectNames

__all__ = ["HttpRoute"]

_GROUP = "gateway.networking.k8s.io"


class HttpRoute(Construct):
    """Sends all paths of the host, unchanged, to the HTTP API; the metrics port is never behind it.

    TLS ends at the Gateway's listener. A route without `section` attaches to every listener that fits, a plain HTTP one
    included: name the https listener where the Gateway does not redirect by itself. A sidecar that speaks TLS itself
    needs a BackendTLSPolicy beside the route.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(scope, construct_id)
        route = chosen(settings.exposure, GatewayRoute, "exposure")
        names = ObjectNames.of(settings)
        parent = {"group": _GROUP, "kind": "Gateway", "name": route.gateway, "namespace": route.gateway_namespace}
        if route.section:
            parent["sectionName"] = route.section
        self.api_object = custom_resource(
            self,
            settings,
            api_version=f"{_GROUP}/v1",
            kind="HTTPRoute",
            name=names.exposure,
            spec={
                "parentRefs": [parent],
                "hostnames": [settings.host],
                "rules": [
                    {
                        "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                        "backendRefs": [{"name": names.service, "port": HTTP_PORT}],
                    }
                ],
            },
        )
