"""The wall clock and what really passed, also in the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.practicum import times

JERUSALEM = "Asia/Jerusalem"
FORWARD, BACK = date(2026, 3, 27), date(2026, 10, 25)  # 2:00 → 3:00, and 2:00 → 1:00
ZONES = (JERUSALEM, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


def minutes(day: date, starts: time, ends: time, doubled: str = "") -> int:
    return times.minutes_between(*times.moments(day, starts, ends, JERUSALEM, doubled))


def test_an_ordinary_day():
    assert times.moments(date(2026, 1, 5), time(10), time(11, 30), JERUSALEM) == (
        datetime(2026, 1, 5, 8, tzinfo=UTC),
        datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    )
    assert minutes(date(2026, 1, 5), time(10), time(11, 30)) == 90


def test_over_the_hour_that_is_left_out_less_time_passes():
    assert minutes(FORWARD, time(1, 30), time(3, 30)) == 60


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_is_left_out_is_refused_at_its_field(at: time):
    with pytest.raises(Invalid) as refusal:
        times.moments(FORWARD, at, time(4), JERUSALEM)
    assert refusal.value.field == "starts"
    with pytest.raises(Invalid) as refusal:
        times.moments(FORWARD, time(1), at, JERUSALEM)
    assert refusal.value.field == "ends"


def test_over_the_doubled_hour_more_time_passes():
    assert minutes(BACK, time(0, 30), time(2, 30)) == 180


@pytest.mark.parametrize(("doubled", "expected"), [("", 20), (times.FIRST, 20), (times.SECOND, 20), (times.ACROSS, 80)])
def test_of_a_doubled_hour_one_says_which(doubled: str, expected: int):
    assert minutes(BACK, time(1, 30), time(1, 50), doubled) == expected


def test_only_the_second_hour_makes_sense_of_an_earlier_end():
    assert minutes(BACK, time(1, 50), time(1, 10)) == 20


def test_the_two_hours_are_told_apart_again():
    for doubled in (times.FIRST, times.ACROSS, times.SECOND):
        start, end = times.moments(BACK, time(1, 30), time(1, 50), JERUSALEM, doubled)
        assert times.which_hour(start, end, JERUSALEM) == doubled
    assert times.which_hour(*times.moments(BACK, time(10), time(11), JERUSALEM), JERUSALEM) == ""


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2100, 1, 1), date.max])
def test_a_year_out_of_reach_is_refused(day: date):
    with pytest.raises(Invalid) as refusal:
        times.moments(day, time(0), time(23, 59), JERUSALEM)
    assert refusal.value.field == "day"


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    starts=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ends=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    doubled=st.sampled_from(times.DOUBLED),
)
def test_every_moment_shows_the_time_that_was_written(day: date, starts: time, ends: time, zone: str, doubled: str):
    """Or was left out by the clock; and the minutes are those that passed between the two."""
    try:
        start, end = times.moments(day, starts, ends, zone, doubled)
    except Invalid as refusal:
        local = datetime.combine(day, starts if refusal.field == "starts" else ends, tzinfo=ZoneInfo(zone))
        assert local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
        return
    assert start is not None
    assert end is not None
    for moment, written in ((start, starts), (end, ends)):
        assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == datetime.combine(day, written)
    passed = (end - start) // timedelta(minutes=1)
    assert times.minutes_between(start, end) == max(0, passed)


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_week_begins_with_its_sunday(day: date):
    sunday = times.week_of(day)
    assert sunday.isoweekday() == 7
    assert timedelta(0) <= day - sunday < timedelta(days=7)
