"""What every object carries: its name, the namespace, and the environment's labels and annotations."""

from __future__ import annotations

from collections.abc import Mapping

from kgc_constructs.kubernetes.plus import k8s
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import labels_of

__all__ = ["object_meta"]


def object_meta(
    settings: Environment,
    name: str,
    *,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> k8s.ObjectMeta:
    """Metadata of the object `name`; `labels` and `annotations` come on top of the environment's own."""
    return k8s.ObjectMeta(
        name=name,
        namespace=settings.full_namespace,
        labels={**labels_of(settings), **(labels or {})},
        annotations={**settings.annotations, **(annotations or {})},
    )
