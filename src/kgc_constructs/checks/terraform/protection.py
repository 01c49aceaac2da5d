"""What Terraform may destroy: nothing that is lost for ever where it matters, and everything where it is for tests."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.reading import at
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "STATEFUL", "check"]

STATEFUL = (
    "aws_acm_certificate",
    "aws_acmpca_certificate",
    "aws_acmpca_certificate_authority",
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_efs_file_system",
    "aws_kms_key",
    "aws_rds_cluster",
    "aws_route53_zone",
    "aws_s3_bucket",
    "vault_kv_secret_v2",
    "vault_mount",
    "vault_transit_secret_backend_key",
)
"""Resources whose destruction loses something that no apply brings back."""

_SOURCE = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"

UNPROTECTED = Rule(
    id="destroy-unprotected",
    title="What no apply brings back cannot be destroyed in staging and production.",
    why="one wrong plan would destroy what nothing brings back",
    source=_SOURCE,
    settings=("environment",),
)
BLOCKED = Rule(
    id="destroy-blocked",
    title="What is for development and tests can be taken down.",
    why="environments for tests are taken down again",
    source=_SOURCE,
    settings=("environment",),
)
RULES = (UNPROTECTED, BLOCKED)


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """`prevent_destroy`, and Vault's own word on its keys; what an environment is for, only the settings know."""
    if environment is None:
        return
    rule = UNPROTECTED if environment.protected else BLOCKED
    for each in rendered.resources():
        protected = at(each.arguments, "lifecycle.prevent_destroy") is True
        if environment.protected and each.type in STATEFUL and not protected:
            yield rule.in_stack(each.stack, f"{each.where}.lifecycle.prevent_destroy", None, "true")
        if not environment.protected and protected:
            yield rule.in_stack(each.stack, f"{each.where}.lifecycle.prevent_destroy", True, "nothing")
        if "deletion_allowed" in each.arguments and each.arguments["deletion_allowed"] is environment.protected:
            allowed = str(not environment.protected).lower()
            reason = "Vault itself refuses or allows to delete the key"
            yield rule.in_stack(each.stack, f"{each.where}.deletion_allowed", environment.protected, allowed, reason)
