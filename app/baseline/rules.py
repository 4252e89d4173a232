"""How long a beginning lasts."""

from __future__ import annotations

from datetime import date, timedelta


def last_day(starts_on: date, days: int) -> date:
    """Of a cohort: what is answered later is no beginning any more."""
    return starts_on + timedelta(days=days - 1)
