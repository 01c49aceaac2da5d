"""A cluster's way to sign service-account tokens, without a cluster: the same claims, a key of our own."""

import base64
import json
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import ObjectNames


class Cluster:
    """Signs tokens that say who a pod is."""

    issuer = "https://kubernetes.default.svc.cluster.local"

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = self._key.public_key()
        self.public_key = public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()

    def token(self, settings: Environment, account: str) -> str:
        """The token of the account that `ObjectNames` calls `account`, for Vault, for ten minutes."""
        now = int(time.time())
        name = getattr(ObjectNames.of(settings), account)
        claims = {
            "iss": self.issuer,
            "sub": f"system:serviceaccount:{settings.full_namespace}:{name}",
            "aud": [settings.pod_login.audience],
            "iat": now,
            "nbf": now,
            "exp": now + 600,
        }
        signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_encoded(signature)}"


def _part(content: object) -> str:
    return _encoded(json.dumps(content).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
