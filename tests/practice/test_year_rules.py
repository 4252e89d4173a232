"""A year is laid out so that everything comes once, in order, on its days, whatever is paused."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice.year import MOST_OF_A_WEEK, Pause, PlannedWeek, calendar_of, first_week, lay_out, merged, sunday_of
from tests.practice import years

EXERCISES, PLAN = years.exercises(), years.plan()
STARTS = st.dates(date(2026, 1, 1), date(2029, 12, 31))  # a leap day and every change of the clocks among them
PAUSES = st.lists(
    st.builds(lambda offset, length: (offset, length), st.integers(-20, 400), st.integers(0, 80)),
    max_size=4,
)


def pauses_from(start: date, drawn: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(start + timedelta(days=offset), start + timedelta(days=offset + length)) for offset, length in drawn]


def carrying(weeks: tuple[PlannedWeek, ...]) -> list[PlannedWeek]:
    return [week for week in weeks if not week.is_pause]


@given(STARTS, PAUSES, st.integers(-300, 300))
def test_everything_comes_once_and_in_order(start: date, drawn: list[tuple[int, int]], shift: int) -> None:
    calendar = years.calendar(start + timedelta(days=shift))
    pauses = pauses_from(start, drawn)
    weeks = lay_out(start, PLAN, EXERCISES, calendar, pauses)
    shown = carrying(weeks)
    assert sorted(week.exercise for week in shown) == sorted(PLAN.weeks)
    assert [week.number for week in shown] == list(range(1, 53))
    anchored = {years.name_of(number) for number in years.ANCHORS}
    free = [week.exercise for week in shown if week.exercise not in anchored]
    assert free == [name for name in PLAN.weeks if name in free]
    assert all(week.first_day.weekday() == 6 for week in weeks)
    assert all(after.first_day - before.first_day == timedelta(days=7) for before, after in pairwise(weeks))
    for week in weeks:
        paused = sum(any(pause.holds(week.first_day + timedelta(days=n)) for pause in pauses) for n in range(7))
        assert week.is_pause == (paused >= MOST_OF_A_WEEK)


@given(STARTS, PAUSES, st.integers(-300, 300))
def test_what_has_a_day_stands_in_its_week_or_in_its_own_place(
    start: date, drawn: list[tuple[int, int]], shift: int
) -> None:
    calendar = years.calendar(start + timedelta(days=shift))
    weeks = lay_out(start, PLAN, EXERCISES, calendar, pauses_from(start, drawn))
    free = {week.first_day for week in carrying(weeks)}
    for number, anchor in years.ANCHORS.items():
        wanted = sunday_of(calendar.anchors[anchor.day]) + anchor.offset_weeks * timedelta(days=7)
        stands = next(week for week in weeks if week.exercise == years.name_of(number))
        is_of_the_year = first_week(start) <= wanted < first_week(start) + timedelta(weeks=52)
        assert stands.is_anchored == (is_of_the_year and wanted in free)
        assert not stands.is_anchored or stands.first_day == wanted


@given(STARTS, PAUSES, st.integers(-300, 300), st.integers(0, 380), st.integers(0, 80))
def test_a_pause_changes_nothing_in_the_weeks_before_it(
    start: date, drawn: list[tuple[int, int]], shift: int, offset: int, length: int
) -> None:
    calendar = years.calendar(start + timedelta(days=shift))
    begins = start + timedelta(days=offset)
    earlier = [pause for pause in pauses_from(start, drawn) if pause.last_day < begins]
    pauses = [*earlier, Pause(begins, begins + timedelta(days=length))]
    over = [week for week in lay_out(start, PLAN, EXERCISES, calendar, earlier) if week.last_day < begins]
    with_pause = lay_out(start, PLAN, EXERCISES, calendar, pauses)
    assert [week.exercise for week in with_pause[: len(over)]] == [week.exercise for week in over]


def test_what_waited_for_its_day_comes_after_a_pause_on_it() -> None:
    start = date(2026, 8, 30)  # the days of remembering come later than week 28
    pause = Pause(date(2027, 4, 18), date(2027, 5, 22))
    weeks = lay_out(start, PLAN, EXERCISES, years.calendar(), [pause])
    back = [week.exercise for week in weeks if week.first_day > pause.last_day]
    assert back[:3] == [years.name_of(27), years.name_of(28), years.name_of(29)]


def test_the_example_year_is_as_it_is_written() -> None:
    weeks = lay_out(years.START, PLAN, EXERCISES, years.calendar())
    assert [week.exercise for week in weeks] == list(PLAN.weeks)
    assert {week.number for week in weeks if week.is_anchored} == set(years.ANCHORS)
    assert [week.number for week in weeks if week.is_lite_offered] == [14, 15, 16, 17, 18]


def test_a_late_start_moves_the_rest_around_the_days_of_remembering() -> None:
    weeks = lay_out(date(2026, 12, 31), PLAN, EXERCISES, years.calendar())
    assert weeks[0].first_day == date(2026, 12, 27)
    assert weeks[0].exercise == years.name_of(1)
    memorial = next(week for week in weeks if week.exercise == years.name_of(28))
    assert memorial.first_day == date(2027, 5, 2)
    assert weeks[4].phase.id == "exams-a"  # by the calendar, not by the number of the week
    assert weeks[-1].phase.id == "semester-b"  # where the calendar says nothing any more: by its number


@pytest.mark.parametrize(
    ("start", "sunday"),
    [
        (date(2026, 10, 25), date(2026, 10, 25)),
        (date(2026, 10, 29), date(2026, 10, 25)),
        (date(2026, 10, 30), date(2026, 11, 1)),
        (date(2026, 10, 31), date(2026, 11, 1)),
    ],
)
def test_a_year_begins_in_the_week_of_its_first_day_unless_that_is_nearly_over(start: date, sunday: date) -> None:
    assert first_week(start) == sunday


def test_six_weeks_of_pause_lengthen_the_year_and_leave_nothing_out() -> None:
    first = years.START + timedelta(weeks=9)
    weeks = lay_out(years.START, PLAN, EXERCISES, None, [Pause(first, first + timedelta(days=41))])
    assert [week.exercise for week in weeks[9:15]] == [""] * 6
    assert weeks[15].exercise == years.name_of(10)
    assert len(weeks) == 58


@given(st.lists(st.tuples(st.sampled_from(PLAN.weeks), st.sampled_from(PLAN.weeks)), max_size=6))
def test_whatever_changes_places_everything_comes_once(swaps: list[tuple[str, str]]) -> None:
    weeks = lay_out(years.START, PLAN, EXERCISES, years.calendar(), (), swaps)
    assert sorted(week.exercise for week in weeks) == sorted(PLAN.weeks)
    anchored = {years.name_of(number) for number in years.ANCHORS}
    assert {week.exercise for week in weeks if week.is_anchored} == anchored


def test_changing_places_twice_is_as_it_was() -> None:
    pair = (years.name_of(3), years.name_of(16))
    once = lay_out(years.START, PLAN, EXERCISES, None, (), [pair])
    assert (once[2].exercise, once[15].exercise) == (years.name_of(16), years.name_of(3))
    assert lay_out(years.START, PLAN, EXERCISES, None, (), [pair, pair]) == lay_out(years.START, PLAN, EXERCISES)


def test_the_calendar_is_the_one_that_holds_the_start_and_those_that_follow_it() -> None:
    first, second = years.calendar(), years.calendar(years.START + timedelta(weeks=52))
    assert calendar_of(years.START, [first]) == first
    late = calendar_of(date(2027, 8, 1), [first, second])
    assert late is not None
    assert late.id == first.id
    assert late.anchors["memorial-season"] == second.anchors["memorial-season"]
    assert late.anchors["seventh-october"] == first.anchors["seventh-october"]
    before = calendar_of(years.START - timedelta(days=10), [first])
    assert before == first
    assert calendar_of(date(2031, 1, 1), [first, second]) is None


@given(PAUSES)
def test_days_paused_twice_are_paused_once(drawn: list[tuple[int, int]]) -> None:
    pauses = pauses_from(years.START, drawn)
    whole = merged(pauses)
    for offset in range(-30, 490):
        day = years.START + timedelta(days=offset)
        assert sum(pause.holds(day) for pause in whole) == any(pause.holds(day) for pause in pauses)
