"""A login of something in the cluster at Vault, as a manifest says it."""

from __future__ import annotations

from dataclasses import dataclass

from kgc_constructs.checks.model.rendered import Document

__all__ = ["Identity", "Login"]

Identity = tuple[str, str, str]
"""Service account, namespace and audience."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """Who logs in, where, and which paths of Vault's API are read with it.

    Attributes:
        document: The object that says it.
        path: Where it says it.
        method: `kubernetes` or `jwt`; empty when the manifest leaves it to the program.
        mount: Path of the auth method; empty when the manifest leaves it to the program.
        role: Name of the role; empty when the manifest leaves it to the program.
        service_account: Who logs in.
        namespace: Its namespace.
        audiences: Audiences of its token.
        reads: Paths that are read, each with the place where the manifest says so.
    """

    document: Document
    path: str
    method: str
    mount: str
    role: str
    service_account: str
    namespace: str
    audiences: tuple[str, ...]
    reads: tuple[tuple[str, str], ...] = ()

    @property
    def identities(self) -> set[Identity]:
        """Service account, namespace and audience, once for each audience."""
        return {(self.service_account, self.namespace, audience) for audience in self.audiences or ("",)}
