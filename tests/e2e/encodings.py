"""Looks for secrets in what was written, in every form in which programs write text."""

import base64
import gzip
import html
import io
import json
import zipfile
from collections.abc import Iterable
from urllib.parse import quote, quote_plus


def forms(secret: str) -> set[bytes]:
    """A text as it is, and as JSON, HTML, URLs, base64 (at each of three offsets) and hexadecimal have it."""
    raw = secret.encode()
    texts = {
        secret,
        json.dumps(secret)[1:-1],
        html.escape(secret),
        quote(secret),
        quote_plus(secret),
        quote(secret, ""),
    }
    found = {text.encode() for text in texts} | {raw.hex().encode(), raw.hex().upper().encode(), raw[::-1]}
    for offset in range(3):
        padded = b"\0" * offset + raw
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # The first and last characters depend on the neighbours; those between do not.
            found.add(encode(padded)[(offset * 8 + 5) // 6 : (len(padded) * 8) // 6])
    return {form for form in found if len(form) >= 8}


def leaks(written: bytes, secrets: Iterable[str]) -> list[str]:
    """Which secrets, by their first four characters, stand in `written` in any form."""
    content = unpacked(written)
    return [secret[:4] for secret in secrets if any(form in content for form in forms(secret))]


def unpacked(written: bytes) -> bytes:
    """The content, and that of the archives it begins with: Terraform's plans are zip files, snapshots are gzip."""
    if written.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            return b"\n".join([written, *(archive.read(name) for name in archive.namelist())])
    if written.startswith(b"\x1f\x8b"):
        return written + gzip.decompress(written)
    return written
