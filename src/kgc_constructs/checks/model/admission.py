"""What the LimitRanger plugin refuses.

Source: https://kubernetes.io/docs/concepts/policy/limit-range/ and API `LimitRangeItem`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from kgc_constructs.checks.model.amounts import listed
from kgc_constructs.checks.model.pod_demand import Totals
from kgc_constructs.checks.model.reading import mapping
from kgc_constructs.checks.model.rendered import Document

__all__ = ["Breach", "refused"]

_MILLI = Decimal("0.001")
_LARGEST_IN_MILLI = Decimal(2**63 - 1) / 1000


@dataclass(frozen=True)
class Breach:
    """A bound that is broken, where it stands, and what would be right (`{who}` stands for who breaks it)."""

    bound: str
    resource: str
    edge: object
    allowed: str


def refused(item: Document, amounts: Totals) -> Iterator[Breach]:
    """Each bound of an item that these amounts break; what a bound is set for must be said."""
    claim = item.get("type") == "PersistentVolumeClaim"
    for bound, must, sign in (("max", "limits", 1), ("min", "requests", -1)):
        for name, written in mapping(item.get(bound)).items():
            edge = listed(written)
            if edge is None:
                continue
            if not claim and f"{must}.{name}" not in amounts:
                yield Breach(bound, name, written, f"nothing, or {must}.{name} of {{who}}")
            for kind in ("requests", "limits"):
                asked = amounts.get(f"{kind}.{name}")
                if asked is not None and (_exact(asked, edge) - _exact(edge, asked)) * sign > 0:
                    which = "least" if sign > 0 else "most"
                    yield Breach(bound, name, written, f"at {which} {asked.normalize():f}, which {{who}} {kind}")
    for name, written in mapping(item.get("maxLimitRequestRatio")).items():
        asked, limit = amounts.get(f"requests.{name}"), amounts.get(f"limits.{name}")
        most = listed(written)
        if most is not None and (not asked or not limit or limit / asked > most):
            yield Breach("maxLimitRequestRatio", name, written, "at least {who}'s limit divided by its request")


def _exact(number: Decimal, other: Decimal) -> Decimal:
    """A number as the plugin compares it: in thousandths, rounded up, as long as both fit."""
    unit = _MILLI if max(number, other) <= _LARGEST_IN_MILLI else Decimal(1)
    return (number / unit).to_integral_value(ROUND_CEILING) * unit
