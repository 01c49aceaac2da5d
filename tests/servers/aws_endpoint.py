"""moto's server, taught what AWS writes into the certificates of two more templates of a private authority.

Run as a program. The extensions are those of the template definitions in the AWS Private CA user guide:
https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html
"""

from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from moto.acmpca.models import CertificateAuthority
from moto.server import main

Extensions = list[tuple[x509.ExtensionType, bool]]
_TEMPLATE = "acm-pca:::template/"
_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _usage(*granted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in granted for use in _USES})


_ADDED: dict[str, Extensions] = {
    "SubordinateCACertificate_PathLen0/V1": [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage("digital_signature", "key_cert_sign", "crl_sign"), True),
    ],
    "EndEntityClientAuthCertificate/V1": [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage("digital_signature", "key_encipherment"), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),
    ],
}


def teach(known: Callable[[Any, Any, str | None], Extensions]) -> Callable[[Any, Any, str | None], Extensions]:
    """The extensions of every template that is known, and of ours."""

    def extensions(authority: Any, request: Any, template: str | None) -> Extensions:
        added = _ADDED.get((template or "").partition(_TEMPLATE)[2])
        return known(authority, request, template) if added is None else added

    return extensions


if __name__ == "__main__":
    name = "_x509_extensions"
    setattr(CertificateAuthority, name, teach(getattr(CertificateAuthority, name)))
    main()
