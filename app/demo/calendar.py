"""Days of the demo's year: half of it is over, whatever day it is filled on."""

from __future__ import annotations

from datetime import date, timedelta

WEEKS_SO_FAR = 26
MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
YEAR = timedelta(weeks=52, days=-1)


def first_day(today: date) -> date:
    """A Sunday 26 weeks ago: weeks begin on Sunday."""
    return last_on(SUNDAY, today) - timedelta(weeks=WEEKS_SO_FAR)


def last_on(weekday: int, today: date, *, days_ago: int = 0) -> date:
    """The latest such weekday that is at least so many days ago."""
    latest = today - timedelta(days=days_ago)
    return latest - timedelta(days=(latest.weekday() - weekday) % 7)


def series(last: date, count: int, every: timedelta) -> list[date]:
    """So many days, `every` apart, that end with `last`."""
    return [last - every * (count - 1 - number) for number in range(count)]


def working_day(day: date, step: int) -> date:
    """This day, or the next one in the direction of `step` on which people meet."""
    while day.weekday() in (FRIDAY, SATURDAY):
        day += timedelta(days=step)
    return day
