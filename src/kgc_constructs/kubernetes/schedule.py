"""A period in hours as a cron schedule."""

from __future__ import annotations

__all__ = ["schedule_of"]

_DAY = 24
_MONTH = 30  # days; a calendar month is as near as cron comes to it


def schedule_of(period_hours: int) -> str:
    """The cron schedule that comes round at least every `period_hours`, counting a calendar month as 30 days.

    Cron has no memory: steps start anew at midnight, on the first of the month and in January. So the interval may be
    shorter there, but never longer. Days are at three in the morning, UTC.
    """
    days = period_hours // _DAY
    if days == 0:
        return f"0 {_step(period_hours)} * * *"
    months = days // _MONTH
    if months == 0:
        return f"0 3 {_step(days)} * *"
    return f"0 3 1 {_step(months)} *"


def _step(count: int) -> str:
    return "*" if count == 1 else f"*/{count}"
