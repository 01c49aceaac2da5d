"""Who may read which secret: every reader's policies, asked about every secret's paths."""

from __future__ import annotations

from collections.abc import Iterator

from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.vault_policies import Policy, policies_of
from kgc_constructs.matrix.facts import Access, Node
from kgc_constructs.matrix.granting import granted
from kgc_constructs.matrix.readers import Reader, readers_of
from kgc_constructs.matrix.secrets import secrets_of

__all__ = ["accesses_of"]

_ORDER = ("create", "read", "update", "patch", "delete", "list", "sudo")


def accesses_of(rendered: Rendered, pods: dict[str, Node]) -> tuple[list[Node], list[Node], list[Access]]:
    """The readers, the secrets, and what the first may do with the second."""
    readers, policies = readers_of(rendered, pods), policies_of(rendered)
    secrets = secrets_of(rendered, {path for reader in readers for path in reader.reads})
    accesses = [
        access
        for reader in readers
        for secret in secrets
        for operation, path in secret.paths
        for access in _access(reader, secret.node, (operation, path), policies)
    ]
    return [reader.node for reader in readers], [secret.node for secret in secrets], accesses


def _access(reader: Reader, secret: Node, at: tuple[str, str], policies: dict[str, Policy]) -> Iterator[Access]:
    operation, path = at
    capabilities, by = granted([policies[name] for name in reader.policies if name in policies], path)
    asked = path in reader.reads
    if capabilities or asked:
        yield Access(
            reader=reader.node,
            roles=reader.roles,
            secret=secret,
            operation=operation,
            path=path,
            capabilities=_in_order(capabilities),
            policies=by,
            asked=asked,
        )


def _in_order(capabilities: frozenset[str]) -> tuple[str, ...]:
    known = [each for each in _ORDER if each in capabilities]
    return (*known, *sorted(capabilities.difference(_ORDER)))
