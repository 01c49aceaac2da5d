"""Where Terraform keeps its state."""

from __future__ import annotations

from cdktf import LocalBackend, S3Backend, TerraformStack

from kgc_constructs.settings import Environment

__all__ = ["use_backend"]


def use_backend(scope: TerraformStack, *, settings: Environment, stack: str) -> None:
    """Give `scope` the backend that `settings.state` asks for; `stack` tells its state from the others'."""
    state = settings.state
    if state.kind == "local":
        LocalBackend(scope, path="terraform.tfstate")
        return
    S3Backend(
        scope,
        bucket=state.bucket,
        key=f"{state.key_prefix}/{settings.slug}/{stack}.tfstate",
        region=state.region,
        encrypt=True,
        kms_key_id=state.kms_key_arn,
    )
    scope.add_override("terraform.backend.s3.use_lockfile", True)  # newer than the typed class
