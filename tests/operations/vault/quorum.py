"""What share holders do together at the server itself: make a root token, as the server's own command line does."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.servers.vault import VaultServer, asked


def root_token_by_quorum(server: VaultServer, shares: Sequence[str], operator: str | None = None) -> str:
    """A new root token, by enough shares; `operator` is the token that OpenBao asks for beside them."""
    web = server.client(operator or "")
    path = "/sys/generate-root-token" if operator else "/sys/generate-root"
    attempt = asked(web, "POST", f"{path}/attempt", {})
    attempt = attempt.get("data") or attempt
    progress: dict[str, Any] = {}
    for share in shares:
        progress = asked(web, "POST", f"{path}/update", {"key": share, "nonce": attempt["nonce"]})
        progress = progress.get("data") or progress
    encoded = progress.get("encoded_root_token") or progress["encoded_token"]
    mixed = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
    return bytes(one ^ other for one, other in zip(mixed, attempt["otp"].encode(), strict=True)).decode()


def allow_quorum_alone(server: VaultServer, configuration: Path, shares: Sequence[str]) -> None:
    """Restart the server so that a quorum needs no token: OpenBao's answer when every token has expired."""
    text = configuration.read_text(encoding="utf-8")
    option = "disable_unauthed_generate_root_endpoints = false"
    configuration.write_text(text.replace('listener "tcp" {', f'listener "tcp" {{\n  {option}'), encoding="utf-8")
    server.server.stop()
    server.start()
    server.unseal(shares)


def root_tokens(server: VaultServer, root_token: str) -> int:
    """How many root tokens the server knows, `root_token` included."""
    web = server.client(root_token)
    accessors = asked(web, "LIST", "/auth/token/accessors")["data"]["keys"]
    found = [asked(web, "POST", "/auth/token/lookup-accessor", {"accessor": each})["data"] for each in accessors]
    return sum("root" in token["policies"] for token in found)
