"""The kinds of names that AWS gives."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from kgc_constructs.settings.validation import refuse

__all__ = ["AccountId", "Bucket", "Region", "ZoneId"]

_ZONE = re.compile(r"Z[A-Z0-9]{1,31}")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9]")
_ACCOUNT = re.compile(r"[0-9]{12}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def _matches(pattern: re.Pattern[str], allowed: str, reason: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            refuse(allowed, reason)
        return text

    return AfterValidator(check)


ZoneId = Annotated[str, _matches(_ZONE, "`Z` and up to 31 of A-Z and 0-9", "it is the id of a Route 53 hosted zone")]
Region = Annotated[str, _matches(_REGION, "a region such as `eu-central-1`", "no AWS region is called so")]
AccountId = Annotated[str, _matches(_ACCOUNT, "12 digits", "it is the number of an AWS account")]
Bucket = Annotated[str, _matches(_BUCKET, "3 to 63 of a-z, 0-9 and `-`", "S3 has no bucket of this name")]
