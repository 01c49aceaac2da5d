"""Objects of kinds that an operator brings: cdk8s has no types for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import labels_of

__all__ = ["custom_resource"]


def custom_resource(
    scope: Construct, settings: Environment, *, api_version: str, kind: str, name: str, spec: Mapping[str, Any]
) -> ApiObject:
    """The object `name` with the environment's labels and annotations, as the child `Resource` of `scope`."""
    api_object = ApiObject(
        scope,
        "Resource",
        api_version=api_version,
        kind=kind,
        metadata=ApiObjectMetadata(
            name=name,
            namespace=settings.full_namespace,
            labels=labels_of(settings),
            annotations=settings.annotations or None,
        ),
    )
    api_object.add_json_patch(JsonPatch.add("/spec", spec))
    return api_object
