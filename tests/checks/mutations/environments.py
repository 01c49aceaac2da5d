"""Production that is weaker than staging, and names that two environments share."""

from __future__ import annotations

import json
from typing import Any

from tests.checks.mutations.mutation import ABSENT, Mutation, several

__all__ = ["MUTATIONS"]

SIDECAR, AUTOSCALER, BUDGET = "Deployment/kgc-sidecar", "HorizontalPodAutoscaler", "PodDisruptionBudget"
POD = "spec|template|spec"
OWN = f"{POD}|containers|kgc-sidecar"
STORE = "resource|vault_kv_secret_backend_v2|SecretStore_Backend_1505D3D2"
MOUNT = "resource|vault_mount|SecretStore_32A55DDA"
ALARM = "resource|aws_cloudwatch_metric_alarm|Alarms_14-days_5321599F"
EVENT = "resource|aws_cloudwatch_event_rule|Events_expired_653A3049"
KMS = "resource|aws_kms_key|Topic_Key_2615B30A"
KEY = "resource|vault_transit_secret_backend_key|TransitKey_832F48A0"
CERTIFICATE = "resource|aws_acm_certificate|Certificate_4E7ABB08"
LAST, FIRST = ("production",), ("staging",)
DENY = "NetworkPolicy/default-deny"


def renamed(old: str, new: str) -> Any:
    """Every text of a part with one environment's name put in place of the other's."""
    return lambda part: json.loads(json.dumps(part).replace(old, new))


WEAKER = [
    *several(
        "weaker-availability", AUTOSCALER,
        ("one pod at the least", "spec|minReplicas", 1),
        ("no minimum", "spec|minReplicas", ABSENT),
        ("none", "spec|minReplicas", 0),
        among=LAST,
    ),
    *several(
        "weaker-availability", BUDGET,
        ("nothing kept", "spec|minAvailable", 0),
        ("everything may go", "spec", lambda spec: {"selector": spec["selector"], "maxUnavailable": "100%"}),
        ("a budget for nobody", "spec|selector|matchLabels|app.kubernetes.io/name", "other"),
        ("no budget", "kind", "PodDisruptionBudgets"),
        among=LAST,
    ),
    *several("weaker-availability", SIDECAR, ("more pods in staging", "spec|replicas", 4), among=FIRST),
    *several(
        "weaker-resources", SIDECAR,
        ("less CPU requested", f"{OWN}|resources|requests|cpu", "499m"),
        ("less memory", f"{OWN}|resources|limits|memory", "1023Mi"),
        ("a unit forgotten", f"{OWN}|resources|requests|memory", "1024"),
        ("no limit", f"{OWN}|resources|limits|cpu", ABSENT),
        ("less scratch space", f"{OWN}|resources|limits|ephemeral-storage", "511Mi"),
        ("a decimal unit", f"{OWN}|resources|limits|memory", "1G"),
        among=LAST,
    ),
    *several(
        "weaker-hardening", SIDECAR,
        ("a root file system that is written", f"{OWN}|securityContext|readOnlyRootFilesystem", False),
        ("escalation", f"{OWN}|securityContext|allowPrivilegeEscalation", ABSENT),
        ("capabilities", f"{OWN}|securityContext|capabilities", {"drop": ["NET_RAW"]}),
        ("no profile", f"{POD}|securityContext|seccompProfile", ABSENT),
        ("a token", f"{POD}|automountServiceAccountToken", True),
        ("root", f"{OWN}|securityContext|runAsNonRoot", False),
        among=LAST,
    ),
    *several(
        "weaker-hardening", DENY,
        ("egress open", "spec|policyTypes", ["Ingress"]),
        ("ingress allowed", "spec|ingress", [{}]),
        ("for some pods only", "spec|podSelector", {"matchLabels": {"app": "x"}}),
        among=("staging", "production"),
    ),
    *several("weaker-hardening", "Namespace", ("a weaker standard", "metadata|labels", {}), among=LAST),
    *several(
        "weaker-hardening", "vault",
        ("no audit", "resource|vault_audit", ABSENT),
        ("one audit device", "resource|vault_audit|Audit_Device2_FA9766DE", ABSENT),
        among=LAST,
    ),
    *several("weaker-hardening", "Ingress", ("no TLS", "spec|tls", []), among=LAST),
    *several(
        "weaker-retention", "vault",
        ("fewer versions", f"{STORE}|max_versions", 9),
        ("one version", f"{STORE}|max_versions", 1),
        among=LAST,
    ),
    *several("weaker-retention", "vault", ("more versions in staging", f"{STORE}|max_versions", 11), among=FIRST),
    *several(
        "weaker-retention", "certificate",
        ("a key that is gone in a week", f"{KMS}|deletion_window_in_days", 7),
        ("one day less", f"{KMS}|deletion_window_in_days", 29),
        among=LAST,
    ),
    *several("weaker-retention", SIDECAR, ("nothing to roll back to", "spec|revisionHistoryLimit", 0), among=LAST),
    *several(
        "weaker-alarms", "certificate",
        ("no alarm", "resource|aws_cloudwatch_metric_alarm", {}),
        ("one fewer", ALARM, ABSENT),
        ("another threshold", f"{ALARM}|threshold", 13),
        ("nobody hears it", f"{ALARM}|alarm_actions", []),
        ("silence is health", f"{ALARM}|treat_missing_data", "notBreaching"),
        ("one event fewer", EVENT, ABSENT),
        ("an event that is off", f"{EVENT}|state", "DISABLED"),
        among=LAST,
    ),
    *several("weaker-alarms", "ServiceMonitor", ("nothing is measured", "kind", "Service"), among=LAST),
    *several(
        "weaker-rotation", "vault",
        ("never", f"{KEY}|auto_rotate_period", ABSENT),
        ("zero", f"{KEY}|auto_rotate_period", 0),
        ("a day later", f"{KEY}|auto_rotate_period", 2592000 + 86400),
        ("longer logins", "resource|vault_database_secret_backend_role|Database_Role_49A392AD|max_ttl", 86401),
        among=LAST,
    ),
    *several("weaker-rotation", "certificate", ("a key of AWS", f"{KMS}|enable_key_rotation", False), among=LAST),
    *several("weaker-rotation", "CronJob", ("suspended", "spec|suspend", True), among=LAST),
    *several(
        "weaker-protection", "vault",
        ("a mount", f"{MOUNT}|lifecycle", ABSENT),
        ("a key", f"{KEY}|lifecycle|prevent_destroy", False),
        ("on one machine", "terraform|backend", {"local": {}}),
        ("in plain text", "terraform|backend|s3|encrypt", False),
        ("not locked", "terraform|backend|s3|use_lockfile", ABSENT),
        among=LAST,
    ),
    *several("weaker-protection", "certificate", ("a certificate", f"{CERTIFICATE}|lifecycle", {}), among=LAST),
]  # fmt: skip

SHARED = [
    *several(
        "shared-vault-path", "vault",
        ("a mount", f"{MOUNT}|path", "kgc-production"),
        ("policies", "resource|vault_policy", renamed("staging", "production")),
        ("roles", "resource|vault_jwt_auth_backend", renamed("staging", "production")),
        ("a password policy", "resource|vault_password_policy", renamed("staging", "production")),
        ("audit devices", "resource|vault_audit", renamed("staging", "production")),
        ("everything", "resource", renamed("staging", "production")),
        among=FIRST,
    ),
    *several(
        "shared-host", "Ingress",
        ("of production", "spec|rules|0|host", "kgc.example.com"),
        ("of development", "spec|rules|0|host", "kgc.dev.example.com"),
        ("of the tests", "spec|rules|0|host", "kgc.e2e.example.com"),
        ("one rule more", "spec|rules|+", {"host": "kgc.example.com"}),
        among=FIRST,
    ),
    *several("shared-host", "Ingress", ("of staging", "spec|rules|0|host", "kgc.staging.example.com"), among=LAST),
    *several(
        "shared-state", "vault",
        ("the other environment's", "terraform|backend|s3|key", "kgc/production/vault.tfstate"),
        ("the other stack's", "terraform|backend|s3|key", "kgc/production/certificate.tfstate"),
        ("in another service", "terraform|backend", {
            "gcs": {"bucket": "example-terraform-state", "prefix": "kgc/production/vault.tfstate"}
        }),
        among=FIRST,
    ),
    *several(
        "shared-state", "certificate",
        ("the other environment's certificate", "terraform|backend|s3|key", "kgc/production/certificate.tfstate"),
        ("the other environment's Vault", "terraform|backend|s3|key", "kgc/production/vault.tfstate"),
        among=FIRST,
    ),
    *several(
        "shared-certificate", "certificate",
        ("production's domain", f"{CERTIFICATE}|domain_name", "kgc.example.com"),
        ("development's domain", f"{CERTIFICATE}|domain_name", "kgc.dev.example.com"),
        ("as another name", f"{CERTIFICATE}|subject_alternative_names", ["kgc.example.com"]),
        ("among other names", f"{CERTIFICATE}|subject_alternative_names", ["a.example.com", "kgc.example.com"]),
        ("the tests'", f"{CERTIFICATE}|domain_name", "kgc.e2e.example.com"),
        ("one more certificate", "resource|aws_acm_certificate|Second", {"domain_name": "kgc.dev.example.com"}),
        among=FIRST,
    ),
]  # fmt: skip
JWT = "resource|vault_jwt_auth_backend|PodLogin_Jwt_D0266A3B"
ISSUER = "https://oidc.production.example.com"
SHARED += [
    *several(
        "shared-namespace", "vault",
        ("one cluster", f"{JWT}|oidc_discovery_url", ISSUER),
        ("one issuer", JWT, {"path": "jwt-staging", "bound_issuer": ISSUER}),
        ("one set of keys", JWT, {"path": "jwt-staging", "jwks_url": ISSUER}),
        ("one API server", "resource", {"vault_kubernetes_auth_backend_config": {"C": {"kubernetes_host": ISSUER}}}),
        among=FIRST,
    ),
    *several(
        "shared-namespace", "vault",
        ("production on staging's cluster", f"{JWT}|oidc_discovery_url", "https://oidc.staging.example.com"),
        among=LAST,
    ),
]  # fmt: skip

MUTATIONS: tuple[Mutation, ...] = (*WEAKER, *SHARED)
