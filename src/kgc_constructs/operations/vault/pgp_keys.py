"""Public PGP keys of share holders, in the form that Vault's API takes."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from kgc_constructs.operations.errors import missing_input

__all__ = ["public_key"]

_BEGIN, _END = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"
_PUBLIC_KEY = 6
"""Type of the packet that a public key begins with; a secret key's is 5 (RFC 9580, section 5)."""


def public_key(path: Path) -> str:
    """The key in `path`, which `gpg --export` wrote, armoured or not: base64 of the binary form.

    Raises:
        InputError: if the file holds no public key.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise missing_input("pgp_key", str(path), "a file that can be read", str(error.strerror)) from None
    text = content.decode("ascii", errors="ignore")
    try:
        binary = _unarmoured(text) if _BEGIN in text else content
    except (ValueError, binascii.Error):
        binary = b""
    if not binary or _packet_type(binary[0]) != _PUBLIC_KEY:
        reason = "each share is encrypted to the key of the one who keeps it"
        raise missing_input("pgp_key", str(path), "a public key, as `gpg --export` writes it", reason)
    return base64.b64encode(binary).decode()


def _packet_type(first: int) -> int | None:
    """The type that a packet's first byte tells, in the old or the new format (RFC 9580, section 4.2)."""
    if not first & 0x80:
        return None
    return first & 0x3F if first & 0x40 else (first >> 2) & 0x0F


def _unarmoured(text: str) -> bytes:
    """The binary form of an armoured key: without its headers and checksum (RFC 9580, section 6.2)."""
    block, end, _ = text.partition(_BEGIN)[2].partition(_END)
    if not end:
        raise ValueError("cut off")
    lines = block.replace("\r", "").partition("\n\n")[2].split()
    return base64.b64decode("".join(line for line in lines if not line.startswith("=")), validate=True)
