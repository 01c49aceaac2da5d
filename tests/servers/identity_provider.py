"""What a cluster tells everybody about the tokens that it issues: by whom, and signed with which keys."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.servers.kubectl import Kubectl

_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}


@dataclass(frozen=True)
class IdentityProvider:
    """As whom a cluster issues the tokens of service accounts."""

    issuer: str
    public_keys: tuple[str, ...]

    @classmethod
    def of(cls, kubectl: Kubectl) -> "IdentityProvider":
        """Ask a cluster."""
        issuer = kubectl.read_raw("/.well-known/openid-configuration")["issuer"]
        keys = kubectl.read_raw("/openid/v1/jwks")["keys"]
        return cls(issuer, tuple(map(_pem, keys)))


def _pem(key: Mapping[str, str]) -> str:
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
    if key["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    else:
        curve = _CURVES[key["crv"]]
        public = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), curve).public_key()
    encoded = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return encoded.decode()


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
