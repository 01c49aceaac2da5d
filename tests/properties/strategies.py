"""Any environment a person might write: mostly sensible, with every choice and every optional section."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Values = dict[str, Any]

labels = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
hosts = st.builds("{}.{}.example.com".format, labels, labels)
cpus = st.integers(50, 4000).map("{}m".format)
memories = st.integers(128, 8192).map("{}Mi".format)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Values]:
    """A section in which any of `fields` may be given."""
    return st.fixed_dictionaries({}, optional=fields)


def choice(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Values]:
    return some(**fields).map(lambda values: {"kind": kind, **values})


resources = some(
    cpu_request=cpus, cpu_limit=cpus, memory_request=memories, memory_limit=memories,
    ephemeral_storage_limit=memories, scratch_size=st.integers(1, 256).map("{}Mi".format),
)  # fmt: skip
autoscaling = some(
    min_replicas=st.integers(1, 6),
    max_replicas=st.integers(1, 30),
    cpu_target=st.integers(1, 100),
    memory_target=st.none() | st.integers(1, 100),
    scale_down_window_seconds=st.integers(0, 3600),
)
performance = some(
    max_hooks=st.integers(1, 100_000), timeout_ms=st.integers(1, 300_000), cache_size=st.integers(1, 1_000_000),
    fast_path=st.booleans(), caching=st.booleans(), batch_processing=st.booleans(),
)  # fmt: skip
observability = some(
    metrics=st.none() | some(scrape_interval_seconds=st.integers(1, 3600), scraper_namespace=labels),
    tracing=st.none()
    | some(
        endpoint=st.builds("http://{}:{}/v1/traces".format, hosts, st.integers(1, 65535)),
        sampling_ratio=st.floats(0, 1),
    ),
)
placement = some(
    node_selector=st.dictionaries(labels, labels, max_size=2),
    tolerations=st.lists(some(key=labels, operator=st.sampled_from(["Equal", "Exists"]), value=labels), max_size=2),
    zone_max_skew=st.integers(1, 5),
    affinity=st.none() | some(anti_pod=st.lists(st.fixed_dictionaries({"labels": st.just({"app": "x"})}), max_size=1)),
)
public = hosts.flatmap(
    lambda host: st.sampled_from(
        [
            {"exposure": {"kind": "alb"}, "tls": {"kind": "acm"}, "certificate": certificate(host)},
            {"exposure": {"kind": "nginx", "host": host}, "tls": {"kind": "cert-manager", "issuer": "letsencrypt"}},
            {"exposure": {"kind": "nginx", "host": host}, "tls": {"kind": "secret"}},
            {
                "exposure": {"kind": "gateway", "host": host, "gateway": "public", "gateway_namespace": "gateways"},
                "tls": {"kind": "cert-manager", "issuer": "letsencrypt"},
            },
            {"exposure": {"kind": "gateway", "host": host, "gateway": "public", "gateway_namespace": "gateways"}},
            {"exposure": {"kind": "alb", "host": host}},
            {},
        ]
    )
)
deliveries = st.one_of(
    choice("vault-agent", cpu_request=cpus, memory_limit=memories),
    choice("vault-secrets-operator", refresh_seconds=st.integers(10, 86_400)),
    choice("external-secrets", refresh_seconds=st.integers(10, 86_400)),
)
logins = st.one_of(
    choice("kubernetes", audience=labels),
    choice("jwt", discovery_url=st.just("https://oidc.example.com"), audience=labels),
)
vault = some(
    address=st.builds("https://{}:{}".format, hosts, st.integers(1, 65535)) | st.just("http://vault:8200"),
    namespace=st.none() | labels,
    mount_path=labels,
    quorum_shares=st.integers(3, 10),
    quorum_threshold=st.integers(2, 10),
    rotation=st.none() | some(period_hours=st.integers(1, 8760)),
    api_key=st.sampled_from(["generate", "given"]),
)


def certificate(host: str) -> Values:
    return {
        "domain": host,
        "alternative_names": [f"*.{host}"],
        "zone_id": "Z0EXAMPLE",
        "region": "eu-central-1",
        "account_id": "123456789012",
        "mtls": {"organization": "Example"},
    }


environments = st.builds(
    lambda fixed, exposed: {**fixed, **exposed},
    st.fixed_dictionaries(
        {"environment": st.sampled_from(["dev", "e2e-test", "staging", "production"])},
        optional={
            "app_name": labels,
            "namespace": labels,
            "labels": st.dictionaries(labels, labels, max_size=3),
            "annotations": st.dictionaries(labels, st.text(max_size=30), max_size=2),
            "replicas": st.integers(1, 12),
            "image": some(tag=st.sampled_from(["latest", "1.4.2", "sha256:" + "0" * 64])),
            "resources": resources,
            "autoscaling": st.none() | autoscaling,
            "disruption_budget": st.none() | some(min_available=st.integers(0, 4)),
            "network_policy": st.none()
            | some(allow_https=st.booleans(), client_namespaces=st.lists(labels, max_size=2)),
            "observability": st.none() | observability,
            "lockchain": st.none() | some(storage_class=st.none() | labels),
            "resolution": st.none() | some(strategy=st.sampled_from(["voting", "crdt"])),
            "sandbox": st.none() | some(timeout_ms=st.integers(1, 300_000)),
            "performance": performance,
            "placement": placement,
            "redis": st.none() | st.just({}),
            "database": some(credentials=st.sampled_from(["dynamic", "static"])),
            "vault": vault,
            "secret_delivery": deliveries,
            "pod_login": logins,
            "pipeline_login": st.none() | st.just({"bound_cidrs": ["10.0.0.0/8"]}),
            "state": st.just({"kind": "s3", "bucket": "example-state", "region": "eu-central-1"}),
        },
    ),
    public,
)
"""What is given to `Environment(**values)`; some of it does not hold together."""
