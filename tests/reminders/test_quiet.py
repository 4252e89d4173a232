"""When nobody is reminded, whatever was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.year import FASTING, FREE, MEMORIAL, QUIET
from app.reminders.quiet import Hours, Quiet, quiet_of
from tests.reminders import years

START = date(2026, 10, 25)
ISRAEL = ZoneInfo(years.ZONE)
FRIDAY = date(2026, 12, 11)


@pytest.fixture(scope="module")
def quiet() -> Quiet:
    return quiet_of(years.make(START, START), Hours())


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ISRAEL)


def find(quiet: Quiet, moment: datetime, days: int = 30) -> str:
    found = quiet.find_allowed(moment.astimezone(UTC), moment.astimezone(UTC) + timedelta(days=days))
    assert found is not None
    return f"{found.astimezone(ISRAEL):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("wished", "comes"),
    [
        (local(date(2026, 12, 9), 9, 15), "Wed 09 Dec 09:15"),
        (local(date(2026, 12, 9), 22), "Thu 10 Dec 07:00"),
        (local(date(2026, 12, 9), 3), "Wed 09 Dec 07:00"),
        (local(FRIDAY, 14, 45), "Fri 11 Dec 14:45"),
        (local(FRIDAY, 15), "Sat 12 Dec 21:00"),
        (local(FRIDAY, 23), "Sat 12 Dec 21:00"),
        (local(date(2026, 12, 12), 9), "Sat 12 Dec 21:00"),
        (local(date(2026, 11, 8), 14), "Sun 08 Nov 14:00"),  # the evening before a day begins in the afternoon
        (local(date(2026, 11, 8), 15), "Tue 10 Nov 07:00"),
        (local(date(2027, 3, 7), 20), "Sun 07 Mar 20:00"),  # these three days begin in the morning
        (local(date(2027, 3, 8), 9), "Thu 11 Mar 07:00"),
        (local(date(2027, 2, 15), 9), "Mon 15 Feb 09:00"),  # a month of daily life
        (local(date(2027, 2, 15), 20), "Tue 16 Feb 07:00"),  # in exam weeks not late
        (local(date(2027, 3, 3), 20), "Wed 03 Mar 20:00"),
    ],
)
def test_what_is_quiet_moves_to_the_next_moment_that_is_not(quiet: Quiet, wished: datetime, comes: str) -> None:
    assert find(quiet, wished) == comes


def test_own_days_are_quiet_and_days_of_fasting_are_not() -> None:
    kinds = {
        date(2026, 12, 7): QUIET,
        date(2026, 12, 8): FREE,
        date(2026, 12, 9): MEMORIAL,
        date(2026, 12, 10): FASTING,
    }
    year = replace(years.make(START, START), own_days={day: frozenset({kind}) for day, kind in kinds.items()})
    assert find(quiet_of(year, Hours()), local(date(2026, 12, 7), 9)) == "Thu 10 Dec 07:00"


def test_a_moment_beyond_the_limit_is_none(quiet: Quiet) -> None:
    friday = local(FRIDAY, 16).astimezone(UTC)
    assert quiet.find_allowed(friday, friday + timedelta(hours=8)) is None


def test_an_hour_that_is_skipped_is_the_next_and_one_that_comes_twice_is_the_first(quiet: Quiet) -> None:
    assert quiet.moment(date(2027, 3, 26), time(2, 30)) == datetime(2027, 3, 26, 0, 30, tzinfo=UTC)
    assert quiet.moment(date(2027, 3, 26), time(2, 30)).astimezone(ISRAEL).time() == time(3, 30)
    assert quiet.moment(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)


@settings(deadline=None)
@given(st.datetimes(datetime(2026, 10, 25), datetime(2028, 6, 1)), st.sampled_from(["Asia/Jerusalem", "Europe/London"]))
def test_whatever_was_wished_comes_when_it_is_not_quiet(moment: datetime, zone: str) -> None:
    quiet = replace(quiet_of(years.make(START, START), Hours()), time_zone=zone)
    start = moment.replace(tzinfo=UTC)
    found = quiet.find_allowed(start, start + timedelta(days=30))
    assert found is not None
    assert found >= start
    assert quiet.find_allowed(found, found + timedelta(days=1)) == found
    here = found.astimezone(ZoneInfo(zone))
    assert time(7) <= here.time() < time(22)
    assert here.date() not in quiet.days
    assert here.weekday() != 5 or here.hour >= 21
    assert here.weekday() != 4 or here.hour < 15


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 95))
def test_an_hour_is_always_quiet_if_it_is_so_in_an_ordinary_week(weekday: int, quarter: int) -> None:
    quiet = quiet_of(years.make(START, START), Hours())
    clock = time(quarter // 4, quarter % 4 * 15)
    day = date(2026, 12, 14) + timedelta(days=weekday)  # a Monday, and nothing else in its week
    at = quiet.moment(day, clock)
    assert quiet.is_always(weekday, clock) == (quiet.find_allowed(at, at + timedelta(minutes=1)) is None)
