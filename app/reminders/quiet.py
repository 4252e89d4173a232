"""When nobody is reminded of anything: pure.

Days of rest begin and end by the clock and not by the sun: hours that hold on every day of the year and everywhere in
the country need no almanac, and being too quiet for an hour or two harms nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.catalogue.exercise_types import YearCalendar
from app.core.clock import zone
from app.practice.year import FREE, MEMORIAL, QUIET, Year, sunday_of

SATURDAY = (5,)
DAY = timedelta(days=1)
MIDNIGHT = time()
OWN = frozenset({QUIET, MEMORIAL, FREE})
"""Kinds of own days on which nothing comes; on a day of fasting it does, as on every day of Ramadan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """By the institution's clock. `rest_begins` on the evening before a day of rest, `rest_ends` on a weekly one."""

    night_begins: time = time(22)
    night_ends: time = time(7)
    late_in_exams: time = time(20)
    rest_begins: time = time(15)
    rest_ends: time = time(21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """`days` are quiet until midnight, `eves` from the hour at which rest begins; `exams` by the Sundays of weeks."""

    time_zone: str
    hours: Hours
    days: frozenset[date] = frozenset()
    eves: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset()
    begins_evening_before: bool = True
    exams: frozenset[date] = frozenset()
    is_alert: bool = False

    def moment(self, day: date, clock: time) -> datetime:
        """An hour that the clock skips becomes the next one; one that comes twice is meant the first time."""
        return datetime.combine(day, clock, tzinfo=zone(self.time_zone)).astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(zone(self.time_zone)).date()

    def find_allowed(self, start: datetime, limit: datetime) -> datetime | None:
        """The first moment from `start` on, and before `limit`, that is not quiet."""
        moment = start
        while moment < limit:
            ends = self._ends(moment)
            if ends is None:
                return moment
            moment = ends
        return None

    def is_always(self, weekday: int, clock: time) -> bool:
        """Whether it is quiet at this hour in every week of the year."""
        is_eve = self.begins_evening_before and (weekday + 1) % 7 in self.weekdays and clock >= self.hours.rest_begins
        is_rest = weekday in self.weekdays and clock < self.hours.rest_ends
        return is_eve or is_rest or self._is_night(clock)

    def _is_night(self, clock: time) -> bool:
        return clock < self.hours.night_ends or clock >= self.hours.night_begins

    def _ends(self, moment: datetime) -> datetime | None:
        """When the quiet that holds at the moment is over, as far as it has one reason; None if there is none."""
        local = moment.astimezone(zone(self.time_zone))
        day, clock = local.date(), local.time()
        if day in self.days or (clock >= self.hours.rest_begins and self._is_eve(day)):
            return self.moment(day + DAY, MIDNIGHT)
        if day.weekday() in self.weekdays and clock < self.hours.rest_ends:
            return self.moment(day, self.hours.rest_ends)
        if clock < self.hours.night_ends:
            return self.moment(day, self.hours.night_ends)
        is_late = clock >= self.hours.late_in_exams and sunday_of(day) in self.exams
        return self.moment(day + DAY, self.hours.night_ends) if is_late or self._is_night(clock) else None

    def _is_eve(self, day: date) -> bool:
        return day in self.eves or (self.begins_evening_before and (day + DAY).weekday() in self.weekdays)


def quiet_of(year: Year, hours: Hours) -> Quiet:
    calendar = year.calendar
    own = frozenset(day for day, kinds in year.own_days.items() if kinds & OWN)
    return Quiet(
        time_zone=year.time_zone,
        hours=hours,
        days=own | frozenset(_days(calendar) if calendar else ()),
        eves=frozenset(_eves(calendar) if calendar else ()),
        weekdays=frozenset(calendar.quiet_weekdays if calendar else SATURDAY),
        begins_evening_before=calendar.weekly_begins_evening_before if calendar else True,
        exams=frozenset(week.first_day for week in year.weeks if week.phase.is_lite),
        is_alert=year.is_alert and (calendar is None or calendar.is_quiet_in_alert),
    )


def _days(calendar: YearCalendar) -> Iterator[date]:
    for one in calendar.days:
        if one.is_quiet:
            yield from (one.starts + number * DAY for number in range((one.ends - one.starts).days + 1))


def _eves(calendar: YearCalendar) -> Iterator[date]:
    return (one.starts - DAY for one in calendar.days if one.is_quiet and one.begins_evening_before)
