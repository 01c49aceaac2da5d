"""Where Terraform keeps its state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kgc_constructs.settings.aws_names import Bucket, Region
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import Arn, VaultPath
from kgc_constructs.settings.reaches import Reaches

__all__ = ["LocalState", "S3State", "State"]


def _backend(path: str) -> Reaches:
    return Reaches(f"vault:terraform.backend.{path}", f"certificate:terraform.backend.{path}")


class LocalState(Settings):
    """A file beside the stack: for one person, in development and tests."""

    kind: Literal["local"] = "local"
    """The choice."""


class S3State(Settings):
    """A bucket, encrypted, with a lock file beside the state."""

    kind: Literal["s3"] = "s3"
    """The choice."""

    bucket: Annotated[Bucket, _backend("s3.bucket")]
    """Name of the bucket; versioning should be on."""

    region: Annotated[Region, _backend("s3.region")]
    """Region of the bucket."""

    key_prefix: Annotated[VaultPath, _backend("s3.key")] = "kgc"
    """Beginning of the state's key; environment and stack follow."""

    kms_key_arn: Annotated[Arn | None, _backend("s3.kms_key_id")] = None
    """KMS key for the state; none means the bucket's own encryption."""


State = Annotated[LocalState | S3State, Field(discriminator="kind")]
