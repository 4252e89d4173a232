"""From the wall clock to moments: days on which the clock changes have an hour too few, or one that comes twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from app.core.clock import zone
from app.core.errors import Invalid
from app.core.words import N_

FIRST, ACROSS, SECOND = "first", "across", "second"
DOUBLED = ("", FIRST, ACROSS, SECOND)
"""Of an hour that comes twice: both times in the first, from the first to the second, both in the second."""

YEARS = range(2000, 2100)
NO_SUCH_DAY = N_("Check the year of this day.")
NO_SUCH_TIME = N_("The clock went forward that night, and this time was left out. Write the time your clock showed.")


def moments(
    day: date | None, starts: time | None, ends: time | None, time_zone: str, doubled: str = ""
) -> tuple[datetime | None, datetime | None]:
    """Start and end as UTC, what is not said yet as None.

    Without a word about a doubled hour the first is meant, unless only the second puts the end behind the start.
    Raises Invalid for a time that clocks leave out, and for a year out of reach.
    """
    if day is None:
        return None, None
    if day.year not in YEARS:
        raise Invalid(NO_SUCH_DAY, field="day")
    start = _moment(day, starts, time_zone, "starts", is_second=doubled == SECOND)
    end = _moment(day, ends, time_zone, "ends", is_second=doubled in (ACROSS, SECOND))
    if not doubled and start is not None and end is not None and end <= start:
        later = _moment(day, ends, time_zone, "ends", is_second=True)
        end = later if later is not None and later > start else end
    return start, end


def minutes_between(start: datetime | None, end: datetime | None) -> int:
    """Whole minutes that passed; 0 until both are known, or while the end is before the start."""
    if start is None or end is None:
        return 0
    return max(0, int((end - start).total_seconds()) // 60)


def is_doubled(moment: datetime, time_zone: str) -> bool:
    """Whether the wall clock shows this time twice."""
    local = moment.astimezone(zone(time_zone))
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset() and _exists(local)


def which_hour(start: datetime | None, end: datetime | None, time_zone: str) -> str:
    """What was said of a doubled hour, to say it again in a form; empty where there was none."""
    folds = [
        moment.astimezone(zone(time_zone)).fold
        for moment in (start, end)
        if moment is not None and is_doubled(moment, time_zone)
    ]
    if not folds:
        return ""
    return {(0,): FIRST, (1,): SECOND, (0, 0): FIRST, (0, 1): ACROSS, (1, 1): SECOND}.get(tuple(folds), FIRST)


def week_of(day: date) -> date:
    """The Sunday that the week of `day` begins with."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _moment(day: date, at: time | None, time_zone: str, field: str, *, is_second: bool) -> datetime | None:
    if at is None:
        return None
    local = datetime.combine(day, at.replace(tzinfo=None, fold=int(is_second)), tzinfo=zone(time_zone))
    if not _exists(local):
        raise Invalid(NO_SUCH_TIME, field=field)
    return local.astimezone(UTC)


def _exists(local: datetime) -> bool:
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)
