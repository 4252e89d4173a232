"""What is expected of a year's letters, found by stepping through quarters of hours: nothing of the rules is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.practice.year import Pause, PlannedWeek, Year
from tests.reminders import years

ISRAEL = ZoneInfo(years.ZONE)
QUARTER = timedelta(minutes=15)
AFTER = timedelta(days=21)
"""So long after the last week nothing can come any more."""


@dataclass(frozen=True)
class Course:
    """When a cohort starts, and the weeks in which nobody practises."""

    start: date
    pauses: tuple[Pause, ...] = ()


COURSES: Mapping[str, Course] = {
    "autumn": Course(date(2026, 10, 25)),
    "late": Course(date(2026, 12, 31)),
    "paused for six weeks": Course(date(2026, 10, 25), (Pause(date(2026, 12, 6), date(2027, 1, 16)),)),
    "leap day": Course(date(2027, 10, 31)),
}


@dataclass(frozen=True)
class Learner:
    """`done`: exercise → the moment at which it was done."""

    weekday: int
    minute: int
    done: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Expected:
    """The first moment at which a letter about it may come."""

    key: tuple[date, str]
    at: datetime


def local(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=ISRAEL).astimezone(UTC)


def is_quiet(year: Year, moment: datetime) -> bool:
    """At night, on evenings of exams, from Friday afternoon to Saturday night, on quiet days and before them."""
    here = moment.astimezone(ISRAEL)
    day, hour = here.date(), here.hour
    assert year.calendar is not None
    quiet = [one for one in year.calendar.days if one.is_quiet]
    if hour < 7 or hour >= 22 or any(one.starts <= day <= one.ends for one in quiet):
        return True
    if hour >= 15 and any(one.begins_evening_before and one.starts == day + timedelta(days=1) for one in quiet):
        return True
    week = year.find_week(day)
    if hour >= 20 and week is not None and week.phase.is_lite:
        return True
    return (day.weekday() == 4 and hour >= 15) or (day.weekday() == 5 and hour < 21)


def expected(year: Year, learner: Learner) -> Iterator[Expected]:
    """What somebody is to get who has never been looked at late."""
    for week in year.weeks:
        exercise = year.exercises.get(week.exercise)
        if exercise is None or exercise.is_opt_in:
            continue
        first = week.first_day + timedelta(days=(learner.weekday + 1) % 7)
        spans = {"week": (first, week.last_day + timedelta(days=1))}
        if week.is_anchored:
            spans["ahead"] = (week.first_day - timedelta(days=3), week.first_day)
        for kind, (begin, end) in spans.items():
            at = _first(year, local(begin, learner.minute), local(end, 0))
            if at and not _is_done(learner, week, at):
                yield Expected((week.first_day, kind), at)


def _first(year: Year, begin: datetime, end: datetime) -> datetime | None:
    while begin < end:
        if not is_quiet(year, begin):
            return begin
        begin += QUARTER
    return None


def _is_done(learner: Learner, week: PlannedWeek, moment: datetime) -> bool:
    return week.exercise in learner.done and learner.done[week.exercise] <= moment
