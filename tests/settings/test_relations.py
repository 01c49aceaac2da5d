"""What must hold between fields, one case a rule, each beside a neighbour that is right."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.settings import Environment, SettingsError

PRODUCTION: dict[str, Any] = {
    "environment": "production",
    "image": {"tag": "1.4.2"},
    "vault": {"address": "https://vault.example.com"},
    "state": {"kind": "s3", "bucket": "example-state", "region": "eu-central-1"},
}
CERTIFICATE = {"domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1"}
ALB = {"exposure": {"kind": "alb", "host": "kgc.example.com"}, "tls": {"kind": "acm"}, "certificate": CERTIFICATE}

# what is wrong, the field that is named, and the smallest change that makes it right
CASES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "latest in production": ({"image": {"tag": "latest"}}, "image.tag", {"image": {"tag": "1.4.2"}}),
    "plain Vault outside dev": (
        {"vault": {"address": "http://vault:8200"}},
        "vault.address",
        {"vault": {"address": "https://vault:8200"}},
    ),
    "budget equal to replicas": (
        {"autoscaling": None, "replicas": 2, "disruption_budget": {"min_available": 2}},
        "disruption_budget.min_available",
        {"autoscaling": None, "replicas": 2, "disruption_budget": {"min_available": 1}},
    ),
    "budget equal to the autoscaler's minimum": (
        {"autoscaling": {"min_replicas": 1}},
        "disruption_budget.min_available",
        {"autoscaling": {"min_replicas": 2}},
    ),
    "maximum below minimum": (
        {"autoscaling": {"min_replicas": 3, "max_replicas": 2}},
        "autoscaling.max_replicas",
        {"autoscaling": {"min_replicas": 3, "max_replicas": 3}},
    ),
    "one volume for many nodes": (
        {"lockchain": {"access_mode": "ReadWriteOnce"}},
        "lockchain.access_mode",
        {"lockchain": {"access_mode": "ReadWriteMany"}},
    ),
    "a peer nobody calls": (
        {"network_policy": {"peers": [{"host": "nobody.example.com"}]}},
        "network_policy.peers.0.host",
        {"network_policy": {"peers": [{"host": "vault.example.com", "cidrs": ["10.0.0.0/24"]}]}},
    ),
    "no TLS outside dev": ({"exposure": {"kind": "alb"}}, "tls", ALB),
    "TLS without exposure": ({"tls": {"kind": "secret"}}, "tls", {}),
    "a controller that cannot read ACM": (
        {**ALB, "exposure": {"kind": "nginx", "host": "kgc.example.com"}},
        "tls",
        ALB,
    ),
    "a host the certificate does not cover": (
        {**ALB, "exposure": {"kind": "alb", "host": "other.example.com"}},
        "exposure.host",
        {**ALB, "certificate": {**CERTIFICATE, "alternative_names": ["other.example.com"]}},
    ),
    "ACM without any certificate": ({**ALB, "certificate": None}, "tls.arn", ALB),
    "a certificate nobody uses": ({"certificate": CERTIFICATE}, "certificate", ALB),
    "a certificate in the wrong region": (
        {**ALB, "certificate": {**CERTIFICATE, "cloudfront": True}},
        "certificate.cloudfront",
        ALB,
    ),
    "a certificate in the wrong region, beside none": (
        {**ALB, "certificate": {**CERTIFICATE, "cloudfront": True}},
        "certificate.cloudfront",
        {
            **ALB,
            "certificate": {**CERTIFICATE, "cloudfront": True},
            "tls": {"kind": "acm", "arn": "arn:aws:acm:eu-central-1:123456789012:certificate/0"},
        },
    ),
    "a state on one machine": ({"state": {"kind": "local"}}, "state", {}),
    "a label that selectors rely on": (
        {"labels": {"app.kubernetes.io/name": "mine"}},
        "labels",
        {"labels": {"example.com/team": "graph"}},
    ),
    "an annotation of ours": (
        {"annotations": {"vault.hashicorp.com/agent-inject": "false"}},
        "annotations",
        {"annotations": {"example.com/owner": "graph"}},
    ),
    "more shares needed than exist": (
        {"vault": {"address": "https://v", "quorum_shares": 3, "quorum_threshold": 4}},
        "vault.quorum_threshold",
        {"vault": {"address": "https://v", "quorum_shares": 4, "quorum_threshold": 4}},
    ),
    "request above limit": (
        {"resources": {"memory_request": "1Gi", "memory_limit": "1023Mi"}},
        "resources.memory_request",
        {"resources": {"memory_request": "1Gi", "memory_limit": "1024Mi"}},
    ),
    "scratch folders larger than the scratch space": (
        {"resources": {"scratch_size": "257Mi"}},
        "resources.scratch_size",
        {"resources": {"scratch_size": "256Mi"}},
    ),
    "a drain that outlasts the grace period": (
        {"rollout": {"drain_seconds": 45}},
        "rollout.termination_grace_seconds",
        {"rollout": {"drain_seconds": 44}},
    ),
    "nothing to observe": (
        {"observability": {"metrics": None, "tracing": None}},
        "observability.tracing",
        {"observability": None},
    ),
    "neither keys nor discovery": (
        {"pod_login": {"kind": "jwt"}},
        "pod_login.discovery_url",
        {"pod_login": {"kind": "jwt", "discovery_url": "https://oidc.example.com"}},
    ),
    "a single address": (
        {"pipeline_login": {"bound_cidrs": ["10.0.0.1/32"]}},
        "pipeline_login.bound_cidrs",
        {"pipeline_login": {"bound_cidrs": ["10.0.0.0/31"]}},
    ),
    "mutual TLS without an account": (
        {**ALB, "certificate": {**CERTIFICATE, "mtls": {"organization": "Example"}}},
        "certificate.account_id",
        {**ALB, "certificate": {**CERTIFICATE, "account_id": "123456789012", "mtls": {"organization": "Example"}}},
    ),
    "a child that outlives its parent": (
        {
            **ALB,
            "certificate": {
                **CERTIFICATE,
                "account_id": "123456789012",
                "mtls": {"organization": "Example", "root_years": 3, "subordinate_years": 3},
            },
        },
        "certificate.mtls.subordinate_years",
        ALB,
    ),
    "two audit devices on one file": (
        {"vault": {"address": "https://v", "audit": {"paths": ["/a", "/a"]}}},
        "vault.audit.paths",
        {"vault": {"address": "https://v", "audit": {"paths": ["/a", "/b"]}}},
    ),
    "a login that outlives its maximum": (
        {"database": {"credential_ttl_seconds": 3601, "credential_max_ttl_seconds": 3600}},
        "database.credential_ttl_seconds",
        {"database": {"credential_ttl_seconds": 3600, "credential_max_ttl_seconds": 3600}},
    ),
    "a toleration for everything": (
        {"placement": {"tolerations": [{"operator": "Equal"}]}},
        "placement.tolerations.0.operator",
        {"placement": {"tolerations": [{"operator": "Exists"}]}},
    ),
    "an agent that asks for more than it may use": (
        {"secret_delivery": {"kind": "vault-agent", "cpu_request": "200m"}},
        "secret_delivery.cpu_request",
        {"secret_delivery": {"kind": "vault-agent", "cpu_request": "100m"}},
    ),
    "a node requirement without a value": (
        {"placement": {"affinity": {"node": [{"key": "disk"}]}}},
        "placement.affinity.node.0.values",
        {"placement": {"affinity": {"node": [{"key": "disk", "values": ["ssd"]}]}}},
    ),
    "a peer in two places": (
        {"network_policy": {"peers": [{"host": "postgres"}, {"host": "postgres"}]}},
        "network_policy.peers",
        {"network_policy": {"peers": [{"host": "postgres"}]}},
    ),
    "pods and networks at once": (
        {"network_policy": {"peers": [{"host": "postgres", "namespace": "data", "cidrs": ["10.0.0.0/24"]}]}},
        "network_policy.peers.0.cidrs",
        {"network_policy": {"peers": [{"host": "postgres", "namespace": "data"}]}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_rule_names_its_field(case: str) -> None:
    wrong, field, _ = CASES[case]
    with pytest.raises(SettingsError) as error:
        Environment(**{**PRODUCTION, **wrong})
    assert field in [problem.field for problem in error.value.problems]
    for problem in error.value.problems:
        assert problem.allowed
        assert problem.reason


@pytest.mark.parametrize("case", CASES)
def test_the_smallest_repair_is_accepted(case: str) -> None:
    _, _, right = CASES[case]
    Environment(**{**PRODUCTION, **right})


def test_wrong_fields_and_broken_relations_come_together() -> None:
    with pytest.raises(SettingsError) as error:
        Environment(
            **{
                **PRODUCTION,
                "image": {"tag": "latest", "tagg": "1.4.2"},
                "vault": {"address": "http://vault:8200", "cache_ttl_ms": -1},
                "resources": {"memory_limit": "512MB"},
                "autoscaling": None,
                "replicas": 1,
                "exposure": {"kind": "alb", "host": "kgc.example.com"},
                "tls": {"kind": "acm"},
                "certificate": {"domain": "kgc.example.com", "region": "eu-central-1"},
            }
        )
    assert {problem.field for problem in error.value.problems} == {
        "image.tag",
        "image.tagg",
        "vault.address",
        "vault.cache_ttl_ms",
        "resources.memory_limit",
        "disruption_budget.min_available",
        "certificate.zone_id",
    }


def test_a_rule_is_not_judged_while_a_field_it_reads_is_wrong() -> None:
    with pytest.raises(SettingsError) as error:
        Environment(environment="dev", autoscaling={"min_replicas": 0, "max_replicas": 1})
    assert [problem.field for problem in error.value.problems] == ["autoscaling.min_replicas"]
