"""Tokens of service accounts, as the kubelet projects them into pods, and tokens that differ in one claim."""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.servers.kubectl import Kubectl


def pod_token(kubectl: Kubectl, namespace: str, *, audience: str, account: str, pod: dict[str, Any]) -> str:
    """What the kubelet asks the API server for and writes into this pod: bound to pod, account and audience."""
    metadata = pod["metadata"]
    bound = ("--bound-object-kind=Pod", f"--bound-object-name={metadata['name']}")
    uid = f"--bound-object-uid={metadata['uid']}"
    arguments = ("create", "token", account, "-n", namespace, f"--audience={audience}", *bound, uid)
    return kubectl.run(*arguments, "--duration=600s").strip()


def account_token(kubectl: Kubectl, namespace: str, account: str, *, audience: str) -> str:
    """A token of any account, bound to nothing but its audience."""
    return kubectl.run("create", "token", account, "-n", namespace, f"--audience={audience}").strip()


def resigned(token: str, key: Path, **claims: object) -> str:
    """The same token with these claims, signed by the cluster's own key, as only the API server itself could."""
    header, payload, _ = token.split(".")
    changed = {**json.loads(_decoded(payload)), **claims}
    signing = f"{header}.{_encoded(json.dumps(changed).encode())}"
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    return f"{signing}.{_encoded(private.sign(signing.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def claims_of(token: str) -> dict[str, Any]:
    """What a token says."""
    claims: dict[str, Any] = json.loads(_decoded(token.split(".")[1]))
    return claims


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
