"""Base64, as Kubernetes writes the values of a Secret."""

from __future__ import annotations

import base64
import binascii

__all__ = ["decoded"]


def decoded(text: str) -> str | None:
    """The readable text that `text` is in base64, or None when it is none."""
    plain = "".join(text.split())
    try:
        found = base64.b64decode(plain, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return found if found and all(each.isprintable() or each in "\r\n\t" for each in found) else None
