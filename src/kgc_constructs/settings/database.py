"""The sidecar's PostgreSQL database, and Redis when it uses one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.reaches import Reaches, environment_variable
from kgc_constructs.settings.validation import refuse
from kgc_constructs.settings.vault import SecretValue

__all__ = ["Database", "Redis"]

_USER = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_TEMPLATE = "Deployment:spec.template.metadata.annotations.vault.hashicorp.com/agent-inject-template-*"


def _url(text: str, schemes: tuple[str, ...], example: str) -> str:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        refuse(f"a URL such as `{example}`", "the port is not a number in range")
    if url.scheme not in schemes or not url.hostname or port == 0 or re.search(r"[\s\"'{}$]", text):
        refuse(f"a URL such as `{example}`", f"the scheme is one of {', '.join(schemes)}, and a host is needed")
    if url.username or url.password:
        refuse(f"a URL without user name and password, such as `{example}`", "Vault holds them; a setting never does")
    return text


def _postgres(text: str) -> str:
    _url(text, ("postgres", "postgresql"), "postgresql://postgres:5432/kgc")
    if not re.fullmatch(r"/[A-Za-z0-9_-]+", urlsplit(text).path):
        refuse("a URL that ends with the database's name, such as `postgresql://postgres:5432/kgc`", "none is named")
    return text


def _redis(text: str) -> str:
    return _url(text, ("redis", "rediss"), "redis://redis:6379")


def _user(text: str) -> str:
    if not _USER.fullmatch(text):
        refuse("a-z, 0-9 and `_`, 63 characters at most", "other names would need quoting in every statement")
    return text


UserName = Annotated[str, AfterValidator(_user)]


class Database(Settings):
    """Where PostgreSQL is and how Vault makes credentials for it."""

    url: Annotated[
        str,
        AfterValidator(_postgres),
        Reaches(
            "vault:resource.vault_database_secret_backend_connection.*.connection_url",
            "NetworkPolicy:spec.egress.*",
            _TEMPLATE,
            original="database_url",
        ),
    ] = "postgresql://postgres:5432/kgc_test"
    """The database's address, without user name and password: Vault adds them."""

    username: Annotated[
        UserName,
        Reaches(
            "vault:resource.vault_database_secret_backend_role.*.creation_statements.*", original="vault_db_username"
        ),
    ] = "kgc_user"
    """The role that owns the sidecar's tables; each short-lived login is a member of it."""

    password: Annotated[
        SecretValue,
        Reaches(
            "vault:variable.vault_db_password.*", "vault:resource.vault_kv_secret_v2.*", original="vault_db_password"
        ),
    ] = "generate"  # noqa: S105  # where the value comes from, not the value
    """Value of the password in `database-credentials`."""

    admin_username: Annotated[
        UserName, Reaches("vault:resource.vault_database_secret_backend_connection.*.username")
    ] = "vault"
    """The role Vault logs in with; its password is given once and rotated by Vault afterwards."""

    admin_password_version: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Reaches("vault:resource.vault_database_secret_backend_connection.*.password_wo_version"),
    ] = 1
    """Counter of the given password of `admin_username`: raise it to hand Vault another one."""

    credentials: Annotated[Literal["dynamic", "static"], Reaches(_TEMPLATE)] = "dynamic"
    """`dynamic`: a short-lived login for each pod; `static`: the one in `database-credentials`."""

    credential_ttl_seconds: Annotated[
        int, Field(ge=60, le=86_400), Reaches("vault:resource.vault_database_secret_backend_role.*.default_ttl")
    ] = 3600
    """Seconds a login lives before it has to be renewed."""

    credential_max_ttl_seconds: Annotated[
        int, Field(ge=60, le=2_592_000), Reaches("vault:resource.vault_database_secret_backend_role.*.max_ttl")
    ] = 86_400
    """Seconds a login lives at most; then the pod starts again with a new one."""

    def relations(self) -> Iterator[Problem]:
        """A login lives no longer than it may."""
        if self.credential_ttl_seconds > self.credential_max_ttl_seconds:
            yield Problem(
                field="credential_ttl_seconds",
                value=self.credential_ttl_seconds,
                allowed=f"at most credential_max_ttl_seconds ({self.credential_max_ttl_seconds})",
                reason="Vault refuses a default above the maximum",
                depends_on=("credential_max_ttl_seconds",),
            )


class Redis(Settings):
    """A Redis that the sidecar uses as cache."""

    url: Annotated[
        str,
        AfterValidator(_redis),
        Reaches(environment_variable("REDIS_URL"), "NetworkPolicy:spec.egress.*"),
    ] = "redis://redis:6379"
    """Its address, without user name and password."""
