"""The only use of a root token: it makes a lesser one for the operator, and is revoked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kgc_constructs.operations.owner_files import ReservedFile, reserve
from kgc_constructs.operations.vault.client import VaultClient, VaultError
from kgc_constructs.operations.vault.operator_policy import operator_policy_name, operator_policy_text
from kgc_constructs.operations.vault.server import VaultServer
from kgc_constructs.settings import Environment

__all__ = ["Bootstrapped", "OperatorToken", "bootstrap", "bootstrap_with", "revoke_own_token"]

DEFAULT_HOURS = 8


@dataclass(frozen=True, kw_only=True)
class OperatorToken:
    """Where the operator's token goes, and how many hours it lives at most."""

    file: ReservedFile
    hours: int = DEFAULT_HOURS


@dataclass(frozen=True, kw_only=True)
class Bootstrapped:
    """What a root token was used for."""

    policy: str
    revoked: int
    """Root tokens that are no more: the one that was used, and any that had been left before."""


def bootstrap(
    server: VaultServer, settings: Environment, root_token: str, token_file: Path, *, hours: int = DEFAULT_HOURS
) -> Bootstrapped:
    """Write the operator's policy, put a token with it into the new file `token_file`, and end every root token.

    Safe to repeat with another root token, which a quorum makes (`vault operator generate-root`). The operator's token
    lives `hours` at most.

    Raises:
        InputError: if `token_file` exists.
        VaultError: if the token is not a root token. It is not revoked then, nor when anything else fails.
    """
    with reserve([token_file], "token_file") as (file,):
        return bootstrap_with(root_token, server, settings, OperatorToken(file=file, hours=hours))


def bootstrap_with(
    root_token: str, server: VaultServer, settings: Environment, operator: OperatorToken
) -> Bootstrapped:
    """`bootstrap` into a file that is there already."""
    client = VaultClient(replace(server, namespace=None), root_token)
    own = client.get("auth/token/lookup-self").data
    if "root" not in own["policies"]:
        raise VaultError("This is not a root token: a quorum of share holders makes one by `generate-root`.")
    policy = operator_policy_name(settings)
    client.post(f"sys/policies/acl/{policy}", {"policy": operator_policy_text(settings)})
    made = client.post(
        "auth/token/create-orphan",  # a child would end together with the root token
        {
            "policies": [policy],
            "no_default_policy": True,
            "display_name": policy,
            "ttl": f"{operator.hours}h",
            "explicit_max_ttl": f"{operator.hours}h",
        },
    )
    operator.file.write(f"{made.body['auth']['client_token']}\n".encode())
    others = _revoke_other_root_tokens(client, own["accessor"])
    revoke_own_token(client)
    return Bootstrapped(policy=policy, revoked=others + 1)


def revoke_own_token(client: VaultClient) -> None:
    """End the token that `client` holds."""
    client.post("auth/token/revoke-self")


def _revoke_other_root_tokens(client: VaultClient, own: str) -> int:
    """End root tokens that an interrupted `initialise`, or a person, left behind."""
    revoked = 0
    for accessor in client.list("auth/token/accessors").data["keys"]:
        token = client.post("auth/token/lookup-accessor", {"accessor": accessor}, allow=(403, 404)).data
        if accessor != own and "root" in token.get("policies", ()):
            client.post("auth/token/revoke-accessor", {"accessor": accessor})
            revoked += 1
    return revoked
