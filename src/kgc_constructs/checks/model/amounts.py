"""Kubernetes quantities of any notation, as the numbers that the API server makes of them.

Source: `ParseQuantity` of k8s.io/apimachinery/pkg/api/resource, and `SetDefaults_ResourceList` of the API.
"""

from __future__ import annotations

import re
from decimal import ROUND_UP, Context, Decimal

__all__ = ["amount", "listed"]

_QUANTITY = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,3})?", re.ASCII)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_BILLIONTH, _THOUSANDTH, _LARGEST = Decimal("1e-9"), Decimal("0.001"), Decimal(2**63 - 1)
_LONGEST = 100  # characters; nobody writes a longer one
_EXACT = Context(prec=1200)  # room for the longest number with the largest exponent


def amount(quantity: object) -> Decimal | None:
    """The number that `quantity` stands for, or None when it is none (API `Quantity`).

    The server keeps billionths, rounded away from zero, and nothing above the largest number that fits into 64 bits.
    """
    text = str(quantity).strip()
    match = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    number, suffix = Decimal(match[1]), match[2] or ""
    if suffix in _BINARY:
        number = _EXACT.multiply(number, Decimal(1 << _BINARY[suffix]))
    else:
        number = _EXACT.scaleb(number, _DECIMAL[suffix] if suffix in _DECIMAL else int(suffix[1:]))
    return max(-_LARGEST, min(_rounded(number, _BILLIONTH), _LARGEST))


def listed(quantity: object) -> Decimal | None:
    """The same in a list of resources, where the server keeps thousandths (API `ResourceList`)."""
    number = amount(quantity)
    return None if number is None else _rounded(number, _THOUSANDTH)


def _rounded(number: Decimal, unit: Decimal) -> Decimal:
    whole = number == number.to_integral_value()  # the usual case, and a cheap one
    return number if whole else number.quantize(unit, ROUND_UP, _EXACT)
