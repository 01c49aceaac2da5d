"""Pods, limit ranges and quotas of every shape, in every notation."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = ["LIMIT_RANGES", "NOTATIONS", "QUOTAS", "pods"]

CPU = [
    "0",
    "1m",
    "10m",
    "99m",
    "0.1",
    ".1",
    "100m",
    "0.1001",
    "100100u",
    "250m",
    "1",
    "1.0",
    "1000m",
    "1e0",
    "1.5",
    "2",
]
MEMORY = [
    "0",
    "1",
    "64Mi",
    "67108864",
    "65536Ki",
    "64M",
    "0.0625Gi",
    "128Mi",
    "134217729",
    "1e8",
    "256Mi",
    "1Gi",
    "1.5G",
]
SCRATCH = ["1Mi", "64Mi", "1Gi", "1e9"]
AMOUNTS = {"cpu": CPU, "memory": MEMORY, "ephemeral-storage": SCRATCH}

SUFFIXES = [
    "", "n", "u", "m", "k", "K", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "ki", "mi",
    "e3", "E3", "e-3", "e+2", "e", "e1.5", "Mb", "B", "e20", "E-12",
]  # fmt: skip

NOTATIONS = st.one_of(
    st.sampled_from([*CPU, *MEMORY, *SCRATCH]),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "+", "-", " "]),
        st.one_of(
            st.integers(0, 10**20).map(str),
            st.decimals(0, 10**9, places=12, allow_nan=False).map(lambda number: f"{number:f}"),
            st.sampled_from(["1.", ".5", "0.0000000001", "9223372036854775807", "9223372036854775808", "1_0", "0x1"]),
        ),
        st.sampled_from(SUFFIXES),
    ),
)
"""Texts that may be quantities."""


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """Requests and limits; now and then one is above the other."""
    found: dict[str, dict[str, str]] = {}
    for name, amounts in AMOUNTS.items():
        low, high = sorted(draw(st.tuples(*[st.integers(0, len(amounts) - 1)] * 2)))
        if draw(st.integers(0, 19)) == 0:
            low, high = high, low
        said = draw(st.sampled_from(["both", "both", "both", "requests", "limits", "none"]))
        if said in ("both", "requests"):
            found.setdefault("requests", {})[name] = amounts[low]
        if said in ("both", "limits"):
            found.setdefault("limits", {})[name] = amounts[high]
    return found


def container(name: str, resources_: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "image": "registry.example.com/x:1", "resources": resources_, **more}


@st.composite
def pods(draw: st.DrawFn) -> dict[str, Any]:
    """A pod with containers, init containers, sidecars among them, and overhead."""
    own = draw(st.lists(resources(), min_size=1, max_size=3))
    before = draw(st.lists(st.tuples(resources(), st.booleans()), max_size=3))
    spec: dict[str, Any] = {
        "containers": [container(f"c{number}", each) for number, each in enumerate(own)],
        "initContainers": [
            container(f"i{number}", each, **({"restartPolicy": "Always"} if stays else {}))
            for number, (each, stays) in enumerate(before)
        ],
        "automountServiceAccountToken": False,
    }
    if draw(st.booleans()):
        spec |= {"runtimeClassName": "heavy", "overhead": {"cpu": "35m", "memory": "10Mi"}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}


LIMIT_RANGES: list[list[dict[str, Any]]] = [
    [],
    [{"type": "Container", "default": {"cpu": "500m", "memory": "128Mi"}, "defaultRequest": {"cpu": "100m"}}],
    [{"type": "Container", "max": {"cpu": "1.5", "memory": "512Mi"}}],
    [{"type": "Container", "min": {"cpu": "100m", "memory": "64Mi"}}],
    [{"type": "Container", "min": {"cpu": "50m"}, "max": {"cpu": "2"}, "default": {"cpu": "1"}}],
    [{"type": "Container", "maxLimitRequestRatio": {"cpu": "4", "memory": "2"}}],
    [{"type": "Pod", "max": {"cpu": "3", "memory": "1Gi"}}],
    [{"type": "Pod", "min": {"memory": "100M"}}, {"type": "Container", "default": {"memory": "64Mi"}}],
    [{"type": "Pod", "maxLimitRequestRatio": {"memory": "3"}}, {"type": "Container", "max": {"memory": "1Gi"}}],
    [{"type": "Container", "defaultRequest": {"cpu": "1m", "memory": "1", "ephemeral-storage": "1Mi"}}],
]

QUOTAS: list[dict[str, str]] = [
    {"pods": "1"},
    {"requests.cpu": "1"},
    {"cpu": "1500m", "memory": "300Mi"},
    {"limits.cpu": "3", "limits.memory": "1Gi"},
    {"requests.memory": "0.25Gi", "limits.memory": "2G"},
    {"requests.ephemeral-storage": "1Gi", "limits.ephemeral-storage": "2Gi"},
    {"ephemeral-storage": "100Mi", "count/pods": "1"},
    {"requests.cpu": "200100u"},
]
