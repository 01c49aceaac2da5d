"""Terraform's state and what it may destroy: shared and encrypted where it matters, and nothing lost by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at, mapping
from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.checks.problems import in_stack
from kgc_constructs.errors import Problem
from kgc_constructs.settings import Environment

__all__ = ["STATEFUL", "check"]

STATEFUL = (
    "aws_acm_certificate",
    "aws_acmpca_certificate",
    "aws_acmpca_certificate_authority",
    "vault_kv_secret_v2",
    "vault_mount",
    "vault_transit_secret_backend_key",
)
"""Resources whose destruction loses something that no apply brings back."""


def check(rendered: Rendered, environment: Environment) -> Iterator[Problem]:
    """Backend, protection and pinned versions of each stack."""
    for stack, content in rendered.terraform.items():
        yield from _backend(stack, content, environment)
        yield from _versions(stack, content)
    for each in rendered.resources():
        protected = at(each.arguments, "lifecycle.prevent_destroy") is True
        if environment.protected and each.type in STATEFUL and not protected:
            reason = "one wrong plan would destroy what nothing brings back"
            yield in_stack(each.stack, f"{each.where}.lifecycle.prevent_destroy", None, "true", reason)
        if not environment.protected and protected:
            reason = "environments for tests are taken down again"
            yield in_stack(each.stack, f"{each.where}.lifecycle.prevent_destroy", True, "nothing", reason)
        if "deletion_allowed" in each.arguments and each.arguments["deletion_allowed"] is environment.protected:
            allowed = str(not environment.protected).lower()
            reason = "Vault itself refuses or allows to delete the key"
            yield in_stack(each.stack, f"{each.where}.deletion_allowed", environment.protected, allowed, reason)


def _backend(stack: str, content: Document, environment: Environment) -> Iterator[Problem]:
    backend = mapping(at(content, "terraform.backend"))
    if set(backend) != {environment.state.kind}:
        reason = "the state would be somewhere else than the settings say"
        yield in_stack(stack, "terraform.backend", sorted(backend), environment.state.kind, reason)
        return
    if environment.state.kind != "s3":
        return
    bucket = mapping(backend["s3"])
    for name, reason in (
        ("encrypt", "the state would lie in the bucket in plain text"),
        ("use_lockfile", "two applies at once would destroy the state"),
    ):
        if bucket.get(name) is not True:
            yield in_stack(stack, f"terraform.backend.s3.{name}", bucket.get(name), "true", reason)
    key = str(bucket.get("key"))
    if environment.slug not in key.split("/") or stack not in key.rpartition("/")[2]:
        allowed = f"a key with {environment.slug} and {stack} in it"
        yield in_stack(stack, "terraform.backend.s3.key", key, allowed, "two stacks would share one state")


def _versions(stack: str, content: Document) -> Iterator[Problem]:
    required = mapping(at(content, "terraform.required_providers"))
    for name in mapping(content.get("provider")):
        version = str(mapping(required.get(name)).get("version", ""))
        if not any(sign in version for sign in ("<", "~>", "=")) or (
            version.strip().startswith(">") and "<" not in version
        ):
            where = f"terraform.required_providers.{name}.version"
            yield in_stack(stack, where, version, "a range with an upper end", "a new major version changes meanings")
