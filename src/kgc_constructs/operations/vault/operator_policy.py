"""What the operator of one environment may do in Vault: build and keep that environment's part of it."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import RANDOM_KEY, VaultNames

__all__ = ["operator_policy_name", "operator_policy_text"]

_ALL = ("create", "read", "update", "delete", "list")
_ALL_AS_ROOT = (*_ALL, "sudo")
_READ = ("read",)
_UPDATE = ("update",)


def operator_policy_name(settings: Environment) -> str:
    """The name of the policy, which lives outside the environment's Terraform: it has to exist before."""
    return f"{settings.app_name}-{settings.slug}-operator"


def operator_policy_text(settings: Environment) -> str:
    """A policy for Terraform and the `kgc vault` commands, on the names of this environment alone.

    Whoever may write policies and logins can give themselves more: this token is for a person or a pipeline that is
    trusted with the environment, and it lives for hours.
    """
    return "\n".join(
        f'path "{path}" {{\n  capabilities = [{", ".join(f"{chr(34)}{each}{chr(34)}" for each in capabilities)}]\n}}\n'
        for path, capabilities in sorted(dict(_rules(settings)).items())
    )


def _rules(settings: Environment) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = VaultNames.of(settings)
    space = f"{settings.vault.namespace}/" if settings.vault.namespace else ""
    for mount in (names.kv_mount, names.transit_mount, names.database_mount):
        yield f"{space}sys/mounts/{mount}", _ALL
        yield f"{space}sys/mounts/{mount}/tune", _ALL
        yield f"{space}{mount}/*", _ALL
    for mount in (names.auth_mount, names.pipeline_mount):
        yield f"{space}sys/auth/{mount}", _ALL_AS_ROOT
        yield f"{space}sys/auth/{mount}/tune", _ALL_AS_ROOT
        yield f"{space}sys/mounts/auth/{mount}", _ALL
        yield f"{space}sys/mounts/auth/{mount}/tune", _ALL
        yield f"{space}auth/{mount}/*", _ALL
    yield f"{space}sys/mounts", _READ
    yield f"{space}sys/auth", _READ
    for policy in (names.read_policy, names.rotate_policy, names.issuer_policy):
        yield f"{space}sys/policies/acl/{policy}", _ALL
    yield f"{space}sys/policies/password/{names.password_policy}", _ALL
    yield f"{space}{names.generate_password}", _READ
    yield f"sys/quotas/rate-limit/{names.rate_limit}", _ALL_AS_ROOT
    for device in names.audit_devices:
        yield f"sys/audit/{device}", _ALL_AS_ROOT
    yield "sys/audit", ("read", "sudo")
    # A quorum makes a root token; OpenBao asks for somebody known beside it, Vault does not have these paths.
    yield "sys/generate-root-token/attempt", _ALL_AS_ROOT
    yield "sys/generate-root-token/update", _ALL_AS_ROOT
    for prefix in {"", space}:
        yield f"{prefix}auth/token/create", _UPDATE  # the provider works with a short-lived child of this token
        yield f"{prefix}auth/token/lookup-self", _READ
        yield f"{prefix}auth/token/renew-self", _UPDATE
        yield f"{prefix}auth/token/revoke-self", _UPDATE
        yield f"{prefix}{RANDOM_KEY}", _UPDATE
        yield f"{prefix}sys/capabilities-self", _UPDATE
