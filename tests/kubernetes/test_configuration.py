"""The configuration: every value in the file and in the environment, and pods that roll when it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kgc_constructs.kubernetes import ConfigMap, Deployment
from kgc_constructs.settings import Environment, Lockchain, Observability, Redis, Resolution, Tracing
from tests.kubernetes.documents import alone, container_of, environment_of, pod_of

FULL = {
    "lockchain": Lockchain(access_mode="ReadWriteMany"),
    "resolution": Resolution(strategy="crdt", consensus_threshold=0.75),
    "redis": Redis(url="redis://cache:6379"),
    "observability": Observability(tracing=Tracing(endpoint="http://collector:4318/v1/traces", sampling_ratio=0.25)),
    "performance": {
        "max_hooks": 1, "timeout_ms": 2, "cache_size": 3, "batch_size": 4, "max_concurrency": 5,
        "fast_path": False, "caching": False, "batch_processing": False,
    },
    "sandbox": {"timeout_ms": 6, "memory_limit_bytes": 7},
    "log_level": "warn",
}  # fmt: skip
# Every variable of the real sidecar that is neither a secret nor empty without a Vault namespace.
VARIABLES = [
    "NODE_ENV",
    "LOG_LEVEL",
    "ENABLE_OBSERVABILITY",
    "OBSERVABILITY_ENDPOINT",
    "SERVICE_NAME",
    "SERVICE_VERSION",
    "NAMESPACE",
    "ENVIRONMENT",
    "VAULT_ENABLED",
    "VAULT_ADDR",
    "VAULT_MOUNT_PATH",
    "VAULT_CACHE_TTL",
    "VAULT_ENABLE_QUORUM",
    "VAULT_QUORUM_SHARES",
    "VAULT_QUORUM_THRESHOLD",
    "KGC_ENABLE_TELEMETRY",
    "OTEL_SERVICE_NAME",
    "OTEL_ENDPOINT",
    "ENABLE_METRICS",
    "ENABLE_TRACING",
    "SAMPLING_RATIO",
    "MAX_HOOKS",
    "TIMEOUT_MS",
    "CACHE_SIZE",
    "BATCH_SIZE",
    "MAX_CONCURRENCY",
    "ENABLE_FAST_PATH",
    "ENABLE_CACHING",
    "ENABLE_BATCH_PROCESSING",
    "ENABLE_SANDBOXING",
    "SANDBOX_TIMEOUT",
    "SANDBOX_MEMORY_LIMIT",
    "ENABLE_LOCKCHAIN",
    "ENABLE_RESOLUTION",
    "RESOLUTION_STRATEGY",
    "CONSENSUS_THRESHOLD",
    "REDIS_URL",
]


def file_of(settings: Environment) -> dict[str, Any]:
    return dict(json.loads(alone(ConfigMap, settings)["data"]["config.json"]))


def checksum_of(settings: Environment) -> str:
    return str(pod_of(alone(Deployment, settings))["metadata"]["annotations"]["checksum/config"])


def test_the_file_holds_every_value(minimal: Environment) -> None:
    assert file_of(minimal.evolve(**FULL)) == {
        "logLevel": "warn",
        "performance": {
            "maxHooks": 1, "timeoutMs": 2, "cacheSize": 3, "batchSize": 4, "maxConcurrency": 5,
            "fastPath": False, "caching": False, "batchProcessing": False,
        },
        "observability": {
            "enabled": True, "metrics": True, "tracing": True,
            "endpoint": "http://collector:4318/v1/traces", "samplingRatio": 0.25,
        },
        "lockchain": {"enabled": True},
        "resolution": {"enabled": True, "strategy": "crdt", "consensusThreshold": 0.75},
        "sandbox": {"enabled": True, "timeoutMs": 6, "memoryLimitBytes": 7},
    }  # fmt: skip


def test_what_is_off_says_so_and_nothing_else(minimal: Environment) -> None:
    document = file_of(minimal.evolve(observability=None, sandbox=None))
    assert document["observability"] == {"enabled": False, "metrics": False, "tracing": False}
    for section in ("lockchain", "resolution", "sandbox"):
        assert document[section] == {"enabled": False}


def test_metrics_and_traces_are_told_apart(minimal: Environment) -> None:
    for off, on in (("metrics", "tracing"), ("tracing", "metrics")):
        settings = minimal.evolve(observability={off: None})
        section = file_of(settings)["observability"]
        assert (section["enabled"], section[off], section[on]) == (True, False, True)
        variables = environment_of(container_of(alone(Deployment, settings)))
        assert (variables[f"ENABLE_{off.upper()}"], variables[f"ENABLE_{on.upper()}"]) == ("false", "true")


def test_variables_are_in_order_so_that_a_new_one_moves_no_other(minimal: Environment) -> None:
    names = [each["name"] for each in container_of(alone(Deployment, minimal))["env"]]
    assert names == sorted(names)


def test_the_environment_has_every_variable_of_the_sidecar(minimal: Environment) -> None:
    variables = environment_of(container_of(alone(Deployment, minimal.evolve(**FULL))))
    assert sorted(variables) == sorted(VARIABLES)


def test_the_environment_holds_the_values(minimal: Environment) -> None:
    variables = environment_of(container_of(alone(Deployment, minimal.evolve(**FULL, image={"tag": "1.5.0"}))))
    expected = {
        "NODE_ENV": "production", "ENVIRONMENT": "dev", "NAMESPACE": "kgc-sidecar", "SERVICE_VERSION": "1.5.0",
        "LOG_LEVEL": "warn", "MAX_HOOKS": "1", "TIMEOUT_MS": "2", "CACHE_SIZE": "3", "BATCH_SIZE": "4",
        "MAX_CONCURRENCY": "5", "ENABLE_FAST_PATH": "false", "ENABLE_CACHING": "false",
        "ENABLE_BATCH_PROCESSING": "false", "SANDBOX_TIMEOUT": "6", "SANDBOX_MEMORY_LIMIT": "7",
        "ENABLE_SANDBOXING": "true", "ENABLE_LOCKCHAIN": "true", "ENABLE_RESOLUTION": "true",
        "RESOLUTION_STRATEGY": "crdt", "CONSENSUS_THRESHOLD": "0.75", "SAMPLING_RATIO": "0.25",
        "OTEL_ENDPOINT": "http://collector:4318/v1/traces", "REDIS_URL": "redis://cache:6379",
    }  # fmt: skip
    assert expected.items() <= variables.items()


def test_no_variable_names_a_secret_and_none_comes_from_one(minimal: Environment) -> None:
    container = container_of(alone(Deployment, minimal))
    secrets = {"API_KEY", "ENCRYPTION_KEY", "DATABASE_URL", "VAULT_TOKEN"}
    assert secrets.isdisjoint(each["name"] for each in container["env"])
    assert all(set(each) == {"name", "value"} for each in container["env"])
    assert "envFrom" not in container


@pytest.mark.parametrize("change", [{"log_level": "debug"}, {"performance": {"caching": False}}, {"sandbox": None}])
def test_a_change_of_configuration_rolls_the_pods(change: dict[str, Any], minimal: Environment) -> None:
    assert checksum_of(minimal) != checksum_of(minimal.evolve(**change))


def test_a_change_elsewhere_leaves_the_checksum(minimal: Environment) -> None:
    assert checksum_of(minimal) == checksum_of(minimal.evolve(labels={"team": "graph"}, replicas=9))
