"""The certificate section of an environment, where a construct cannot do without it."""

from __future__ import annotations

from kgc_constructs.errors import Problem, SettingsError
from kgc_constructs.settings import CertificateSettings, Environment, MutualTls

__all__ = ["certificate_of", "mutual_tls_of"]


def certificate_of(settings: Environment) -> CertificateSettings:
    """The section that says which certificate there is.

    Raises:
        SettingsError: if the environment has no certificate.
    """
    if settings.certificate is None:
        raise SettingsError([_missing("certificate", "a CertificateSettings")])
    return settings.certificate


def mutual_tls_of(settings: Environment) -> MutualTls:
    """The section that says which private authority there is.

    Raises:
        SettingsError: if the environment has none.
    """
    mtls = certificate_of(settings).mtls
    if mtls is None:
        raise SettingsError([_missing("certificate.mtls", "a MutualTls")])
    return mtls


def _missing(field: str, allowed: str) -> Problem:
    return Problem(field=field, value=None, allowed=allowed, reason="this construct renders nothing without it")
