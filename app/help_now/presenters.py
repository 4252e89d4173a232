"""What the page shows to which quick exit leads."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` of seven day numbers from Sunday; 0 stands outside the month."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[int, ...], ...]


def month(today: date, lang: str) -> Month:
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(today.year, today.month)
    return Month(
        title=str(format_date(today, "LLLL y", locale=lang)),
        weekdays=tuple(str(format_date(day, "cccccc", locale=lang)) for day in weeks[0]),
        weeks=tuple(tuple(day.day if day.month == today.month else 0 for day in week) for week in weeks),
    )
