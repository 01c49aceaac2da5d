"""Environments to flip settings in: between them every section, every choice and every list has something in it."""

from __future__ import annotations

from typing import Any

from kgc_constructs.settings import Environment

__all__ = ["BASES"]

CERTIFICATE: dict[str, Any] = {
    "domain": "kgc.example.com",
    "alternative_names": ["*.kgc.example.com"],
    "zone_id": "Z0EXAMPLE",
    "region": "eu-central-1",
    "account_id": "123456789012",
    "mtls": {"organization": "Example", "crl_bucket": "example-crl"},
}
KEY = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----"
PODS = [{"labels": {"app": "other"}, "namespaces": ["other"], "weight": 5}, {"labels": {"app": "third"}}]

EVERYTHING: dict[str, Any] = {
    "environment": "dev",
    "image": {"repository": "registry.example.com/kgc-sidecar", "tag": "1.4.2", "pull_secrets": ["registry"]},
    "labels": {"example.com/team": "graph"},
    "annotations": {"example.com/owner": "graph"},
    "autoscaling": {"min_replicas": 3, "max_replicas": 9, "memory_target": 80},
    "disruption_budget": {"min_available": 1},
    "placement": {
        "node_selector": {"disk": "ssd"},
        "tolerations": [
            {"key": "dedicated", "operator": "Equal", "effect": "NoExecute", "toleration_seconds": 60},
            {"key": "spot"},
        ],
        "affinity": {
            "node": [{"key": "disk", "values": ["ssd"], "weight": 5}, {"key": "zone", "values": ["a"]}],
            "pod": PODS,
            "anti_pod": PODS,
        },
        "priority_class": "high",
    },
    "lockchain": {},
    "resolution": {},
    "exposure": {"kind": "alb"},
    "tls": {"kind": "acm"},
    "certificate": CERTIFICATE,
    "database": {"url": "postgresql://postgres.data.svc:5432/kgc"},
    "redis": {"url": "redis://redis.data.svc:6379"},
    "vault": {"address": "https://vault.example.com:8200", "namespace": "team"},
    "pipeline_login": {"bound_cidrs": ["10.20.0.0/16"]},
    "observability": {"tracing": {"endpoint": "http://collector.tracing.svc:4318/v1/traces"}},
    "network_policy": {
        "peers": [
            {"host": "vault.example.com", "cidrs": ["10.10.0.0/24"]},
            {"host": "redis.data.svc", "namespace": "cache", "labels": {"app": "redis"}},
        ],
        "client_namespaces": ["clients"],
    },
    "state": {"kind": "s3", "bucket": "example-state", "region": "eu-central-1"},
}
INGRESS: dict[str, Any] = {"kind": "nginx", "host": "kgc.example.com"}
GATEWAY: dict[str, Any] = {
    "kind": "gateway", "host": "kgc.example.com", "gateway": "public", "gateway_namespace": "gateways",
}  # fmt: skip
ISSUED: dict[str, Any] = {"kind": "cert-manager", "issuer": "letsencrypt"}

_CHANGES: dict[str, dict[str, Any]] = {
    "everything, load balancer, Vault Agent, S3": {},
    "nginx, cert-manager, operator, JWT by discovery, fixed replicas": {
        "exposure": INGRESS,
        "tls": ISSUED,
        "certificate": None,
        "secret_delivery": {"kind": "vault-secrets-operator"},
        "pod_login": {"kind": "jwt", "discovery_url": "https://oidc.example.com"},
        "network_policy": {},
        "autoscaling": None,
        "state": {"kind": "local"},
    },
    "nginx, existing secret, External Secrets, JWT by keys": {
        "exposure": INGRESS,
        "tls": {"kind": "secret"},
        "certificate": None,
        "secret_delivery": {"kind": "external-secrets"},
        "pod_login": {"kind": "jwt", "public_keys": [KEY]},
        "network_policy": {},
    },
    "gateway, cert-manager, one sidecar, JWT for the agent, given secrets": {
        "pod_login": {"kind": "jwt", "discovery_url": "https://oidc.example.com"},
        "vault": {**EVERYTHING["vault"], "api_key": "given"},
        "exposure": GATEWAY,
        "tls": ISSUED,
        "certificate": None,
        "autoscaling": None,
        "replicas": 1,
        "disruption_budget": None,
    },
    "plain load balancer, certificate for CloudFront": {
        "exposure": {"kind": "alb", "host": "kgc.example.com"},
        "tls": None,
        "certificate": {**CERTIFICATE, "cloudfront": True},
        "pod_security_version": "v1.37",
    },
    "load balancer with a given certificate": {
        "exposure": {"kind": "alb", "host": "kgc.example.com"},
        "tls": {"kind": "acm", "arn": "arn:aws:acm:eu-central-1:123456789012:certificate/0"},
    },
    "without a budget, on purpose": {
        "disruption_budget": None,
        "silences": [
            {
                "rule": "budget-missing",
                "object": "Deployment/kgc-sidecar",
                "reason": "Whoever drains this cluster asks its owners first.",
            }
        ],
    },
}

BASES = {name: Environment(**{**EVERYTHING, **changes}) for name, changes in _CHANGES.items()}
