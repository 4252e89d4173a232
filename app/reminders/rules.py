"""Which letter is due when: pure. What a week's reminder missed in its week is dropped, never kept for the next.

The moment that somebody chose comes first; where it is quiet, the next one in the same week that is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.practice.year import PlannedWeek, Year
from app.reminders.models import AHEAD, WEEK
from app.reminders.quiet import DAY, MIDNIGHT, Quiet

BEFORE = timedelta(days=3)
FORESEEN = timedelta(days=14)
IN_ALERT = timedelta(hours=2)
"""Nobody knows when an alert is over: so often it is looked again."""
TOLERANCE = timedelta(minutes=2)
KEPT = timedelta(days=60)
STEP = 15
"""Minutes between the hours that can be chosen."""


Key = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """A weekday (0 is Monday) and a minute of the day; hours that had passed when it was made come next week."""

    weekday: int
    minute: int
    since: datetime

    @property
    def clock(self) -> time:
        return time(self.minute // 60, self.minute % 60)


@dataclass(frozen=True, slots=True)
class Item:
    """What a letter is about: a week by its first day, and whether it has begun or lies ahead; when it may go."""

    week: date
    kind: str
    at: datetime

    @property
    def key(self) -> Key:
        return self.week, self.kind


@dataclass(frozen=True, slots=True)
class Past:
    """What there have been letters about, and on which days."""

    keys: Collection[Key] = ()
    days: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """`due`: one letter about all of it, now. `next_at`: when to look again, once a week at least since years change;
    None where the year is over."""

    due: tuple[Item, ...]
    next_at: datetime | None


def look(year: Year, wish: Wish, quiet: Quiet, past: Past, now: datetime) -> Look:
    items = list_items(year, wish, quiet, past, now)
    due = tuple(one for one in items if one.at <= now)
    if due:
        due = tuple(one for one in items if quiet.day_of(one.at) == quiet.day_of(now))
    later = [one.at for one in items if one not in due]
    if not later and _is_over(year, quiet.day_of(now)):
        return Look(due, None)
    return Look(due, min([*later, _next(wish, quiet, now)]))


def list_items(year: Year, wish: Wish, quiet: Quiet, past: Past, now: datetime) -> list[Item]:
    """What is still to be written about in the weeks that can be foreseen, earliest first."""
    today = quiet.day_of(now)
    begin = quiet.moment(today + DAY, MIDNIGHT) if today in past.days else now
    if quiet.is_alert:
        begin = max(begin, now + IN_ALERT)
    items = []
    for week in year.weeks:
        if week.last_day < today or week.first_day > today + FORESEEN or not is_wanted(year, week):
            continue
        for kind, wished, limit in _times(week, wish, quiet):
            if wished >= wish.since and (week.first_day, kind) not in past.keys:
                at = quiet.find_allowed(max(wished, begin), limit)
                items += [Item(week.first_day, kind, at)] if at else []
    return sorted(items, key=lambda one: (one.at, one.week))


def is_wanted(year: Year, week: PlannedWeek) -> bool:
    """Not when it is done or skipped, in a pause, or meant only for whoever asks for it."""
    exercise = year.exercises.get(week.exercise)
    if exercise is None or exercise.is_planned or exercise.is_opt_in:
        return False
    return not year.is_paused and not year.is_settled(week.exercise)


def chosen_day(week: PlannedWeek, wish: Wish) -> date:
    return week.first_day + timedelta(days=(wish.weekday + 1) % 7)


def end_of(week: PlannedWeek, quiet: Quiet) -> datetime:
    return quiet.moment(week.last_day + DAY, MIDNIGHT)


def _times(week: PlannedWeek, wish: Wish, quiet: Quiet) -> Iterator[tuple[str, datetime, datetime]]:
    """What, from when on, and until when."""
    yield WEEK, quiet.moment(chosen_day(week, wish), wish.clock), end_of(week, quiet)
    if week.is_anchored:
        begins = quiet.moment(week.first_day, MIDNIGHT)
        yield AHEAD, quiet.moment(week.first_day - BEFORE, wish.clock), begins


def _next(wish: Wish, quiet: Quiet, now: datetime) -> datetime:
    """The chosen hour, the next time it comes."""
    today = quiet.day_of(now)
    day = today + timedelta(days=(wish.weekday - today.weekday()) % 7)
    at = quiet.moment(day, wish.clock)
    return at if at > now else quiet.moment(day + timedelta(days=7), wish.clock)


def _is_over(year: Year, today: date) -> bool:
    return not year.is_paused and (not year.weeks or today > year.weeks[-1].last_day)
