"""No two environments share a Vault path, a host name, a state, a certificate or a namespace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kgc_constructs.checks.environments.facts import Facts, Name
from kgc_constructs.checks.rule import Finding, Rule

__all__ = ["RULES", "check"]

VAULT = Rule(
    id="shared-vault-path",
    title="Each environment has paths of its own in Vault.",
    why="on one Vault the second apply takes over what the first made, and pods of one read secrets of the other",
    source="https://developer.hashicorp.com/vault/docs/concepts/mount-migration",
    settings=("name", "vault"),
)
HOST = Rule(
    id="shared-host",
    title="Each environment has a host name of its own.",
    why="requests for one would reach the other",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/",
    settings=("exposure.host",),
)
STATE = Rule(
    id="shared-state",
    title="Each environment has a Terraform state of its own.",
    why="each apply would destroy what the other made",
    source="https://developer.hashicorp.com/terraform/language/backend/s3",
    settings=("state", "name"),
)
CERTIFICATE = Rule(
    id="shared-certificate",
    title="Each environment has a certificate of its own.",
    why="whoever may renew or revoke it in one does it in the other; its private key is in both",
    source="https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
    settings=("certificate.domain", "certificate.alternative_names", "tls"),
)
NAMESPACE = Rule(
    id="shared-namespace",
    title="Each environment has a namespace of its own on a cluster.",
    why="objects of the same name overwrite each other",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    settings=("namespace",),
)
RULES = (VAULT, HOST, STATE, CERTIFICATE, NAMESPACE)

_BY_ID = {rule.id: rule for rule in RULES}


def check(environments: Sequence[Facts]) -> Iterator[tuple[Facts, Finding]]:
    """Each name against those of the environments before."""
    owners: dict[tuple[str, str, str], str] = {}
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for facts in environments:
        for name in facts.names:
            key = (name.rule, name.scope, name.value)
            owner = owners.setdefault(key, facts.environment)
            if owner != facts.environment and facts.environment not in said[key]:
                said[key].add(facts.environment)
                yield facts, _finding(name, owner)


def _finding(name: Name, owner: str) -> Finding:
    where = f" on {name.scope}" if name.scope else ""
    return _BY_ID[name.rule].at_target(name.target, name.path, name.value, f"another one than that of {owner}{where}")
