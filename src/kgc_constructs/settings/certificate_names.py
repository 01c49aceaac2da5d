"""What the certificate's AWS resources are called, within the lengths that each service allows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgc_constructs.settings.environment import Environment

__all__ = ["CertificateNames"]

_RULE_LENGTH = 64
"""Longest name of an EventBridge rule (API reference, PutRule)."""

_COMMON_NAME_LENGTH = 64
"""Longest X.520 common name (RFC 5280, appendix A, `ub-common-name`)."""

_DIGEST = 8


@dataclass(frozen=True)
class CertificateNames:
    """Names in one account; each holds workload and environment, so that two never collide."""

    prefix: str
    topic: str
    root_authority: str
    subordinate_authority: str

    @classmethod
    def of(cls, environment: Environment) -> CertificateNames:
        """The names in `environment`."""
        prefix = f"{environment.app_name}-{environment.slug}"
        return cls(
            prefix=prefix,
            topic=f"{prefix}-certificate",
            root_authority=_fitted(prefix, " root CA", _COMMON_NAME_LENGTH),
            subordinate_authority=_fitted(prefix, " client CA", _COMMON_NAME_LENGTH),
        )

    def alarm(self, days: int) -> str:
        """Name of the alarm that goes off `days` days before expiry."""
        return f"{self.prefix}-certificate-expires-in-{days}-days"

    def rule(self, event: str) -> str:
        """Name of the rule for an event, which is given in lower case with hyphens."""
        return _fitted(f"{self.prefix}-certificate", f"-{event}", _RULE_LENGTH)


def _fitted(beginning: str, end: str, length: int) -> str:
    """`beginning` and `end`; where that is too long, a digest takes the place of what was cut off."""
    room = length - len(end)
    if len(beginning) > room:
        digest = hashlib.sha256(beginning.encode()).hexdigest()[:_DIGEST]
        beginning = f"{beginning[: room - _DIGEST - 1]}-{digest}"
    return beginning + end
