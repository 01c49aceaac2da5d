"""What secrets engines and login methods have in common: enabled once, tuned afterwards."""

from typing import Any

from tests.e2e.applier.desired import Arguments, Write, only

TUNABLE = ("description", "default_lease_ttl_seconds", "max_lease_ttl_seconds", "listing_visibility", "tune")


def enabled(place: str, path: str, given: Arguments) -> tuple[Write, Write]:
    """The requests that enable something at `place`/`path` and tune it."""
    tuning = _tuning(given)
    body = {**only(given, "type", "description", "options", "local", "seal_wrap"), "config": tuning}
    kept = only(given, "type", "description", "options")
    enable = Write(f"{place}/{path}", body, expected=kept, once=True)
    return enable, Write(f"{place}/{path}/tune", tuning | only(given, "description"))


def _tuning(given: Arguments) -> dict[str, Any]:
    leases = only(
        given,
        "listing_visibility",
        default_lease_ttl="default_lease_ttl_seconds",
        max_lease_ttl="max_lease_ttl_seconds",
    )
    blocks = given.get("tune", [])
    for block in blocks if isinstance(blocks, list) else [blocks]:
        leases |= block
    return leases
