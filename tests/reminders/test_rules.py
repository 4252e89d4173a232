"""Which letters come to somebody in which week: the rules alone, walked from look to look."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.year import Pause, Year, sunday_of
from app.reminders import rules
from app.reminders.models import AHEAD, WEEK
from app.reminders.quiet import Hours, quiet_of
from app.reminders.rules import Past, Wish
from tests.reminders import years

START = date(2026, 10, 25)
ISRAEL = ZoneInfo(years.ZONE)
Sent = list[tuple[datetime, tuple[rules.Item, ...]]]


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ISRAEL).astimezone(UTC)


def walk(year: Year, wish: Wish, until: datetime, late: timedelta = timedelta()) -> Sent:
    """Looks whenever the rules say so, `late` by so much; every letter with its moment."""
    sent: Sent = []
    moment: datetime | None = wish.since
    while moment and moment < until:
        here = replace(year, day=moment.astimezone(ISRAEL).date())
        keys = {item.key for _, items in sent for item in items}
        past = Past(keys, {at.astimezone(ISRAEL).date() for at, _ in sent})
        found = rules.look(here, wish, quiet_of(here, Hours()), past, moment)
        if found.due:
            sent.append((moment, found.due))
        assert found.next_at is None or found.next_at > moment
        moment = found.next_at + late if found.next_at else None
    return sent


def test_every_week_gets_one_letter_in_its_week_and_anchored_ones_are_announced() -> None:
    year = years.make(START, START)
    sent = walk(year, Wish(1, 8 * 60, local(START, 0)), local(date(2027, 12, 1), 0))
    about = Counter((item.week, item.kind) for _, items in sent for item in items)
    wanted = [week.first_day for week in year.weeks if week.exercise != years.WEEKS[years.OPT_IN - 1]]
    quiet_week = date(2027, 4, 18)
    assert set(about.values()) == {1}
    assert [week for week, kind in sorted(about) if kind == WEEK] == [week for week in wanted if week != quiet_week]
    anchored = [week.first_day for week in year.weeks if week.is_anchored]
    assert sorted(week for week, kind in about if kind == AHEAD) == anchored
    for at, items in sent:
        for item in items:
            days = (at.astimezone(ISRAEL).date() - item.week).days
            assert 0 <= days < 7 if item.kind == WEEK else days == -3


def test_two_letters_on_one_day_are_one() -> None:
    year = years.make(START, START)
    sent = walk(year, Wish(3, 8 * 60, local(START, 0)), local(date(2027, 12, 1), 0))
    assert max(Counter(at.astimezone(ISRAEL).date() for at, _ in sent).values()) == 1
    both = [{item.kind for item in items} for _, items in sent if len(items) > 1]
    assert both == [{WEEK, AHEAD}] * 2


def test_nothing_comes_about_what_is_done_and_nothing_in_a_pause() -> None:
    done = {years.WEEKS[number]: "done" for number in (1, 5)} | {years.WEEKS[7]: "skipped"}
    year = years.make(START, START, marks=done)
    wish = Wish(1, 8 * 60, local(START, 0))
    weeks = {item.week for _, items in walk(year, wish, local(date(2027, 2, 1), 0)) for item in items}
    assert not weeks & {year.weeks[number].first_day for number in (1, 5, 7)}
    assert walk(replace(year, is_paused=True), wish, local(date(2027, 2, 1), 0)) == []
    paused = years.make(START, START, [Pause(date(2026, 11, 8), date(2026, 12, 19))])
    during = [at for at, _ in walk(paused, wish, local(date(2027, 2, 1), 0))]
    assert not [at for at in during if date(2026, 11, 8) <= at.date() <= date(2026, 12, 19)]


def test_an_hour_that_had_passed_when_it_was_chosen_comes_next_week() -> None:
    year = years.make(START, START)
    sent = walk(year, Wish(1, 8 * 60, local(date(2026, 10, 28), 12)), local(date(2026, 11, 4), 0))
    assert [at for at, _ in sent] == [local(date(2026, 11, 3), 8)]


def test_during_an_alert_nothing_comes_and_afterwards_what_is_left_of_the_week() -> None:
    year = years.make(START, date(2026, 12, 15))
    wish, noon = Wish(1, 8 * 60, local(START, 0)), local(date(2026, 12, 15), 12)
    on = replace(year, alert_since=date(2026, 12, 14))
    found = rules.look(on, wish, quiet_of(on, Hours()), Past(), noon)
    assert (found.due, found.next_at) == ((), noon + rules.IN_ALERT)
    found = rules.look(year, wish, quiet_of(year, Hours()), Past(), noon)
    assert [item.week for item in found.due] == [date(2026, 12, 13)]


def test_whoever_is_looked_at_late_gets_this_week_and_nothing_of_before() -> None:
    """The machine slept for five weeks."""
    year = years.make(START, date(2026, 12, 9))
    at = local(date(2026, 12, 9), 12)
    found = rules.look(year, Wish(6, 9 * 60, local(START, 0)), quiet_of(year, Hours()), Past(), at)
    assert [item.week for item in found.due] == [date(2026, 12, 6)]


def test_after_the_year_nobody_is_looked_at_any_more() -> None:
    year = years.make(START, date(2027, 11, 10))
    wish = Wish(6, 9 * 60, local(START, 0))
    assert rules.look(year, wish, quiet_of(year, Hours()), Past(), local(year.day, 9)).next_at is None


@settings(max_examples=25, deadline=None)
@given(
    start=st.dates(date(2026, 9, 1), date(2028, 3, 1)),
    weekday=st.sampled_from([6, 0, 1, 2, 3, 4]),
    quarter=st.integers(7 * 4, 22 * 4 - 1),
    late=st.sampled_from([timedelta(), timedelta(minutes=59), timedelta(days=2), timedelta(days=9)]),
    pauses=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 8)), max_size=2),
)
def test_in_any_year_nothing_comes_twice_late_or_when_it_is_quiet(
    start: date, weekday: int, quarter: int, late: timedelta, pauses: list[tuple[int, int]]
) -> None:
    first = sunday_of(start)
    held = [Pause(first + timedelta(weeks=at), first + timedelta(weeks=at + length, days=6)) for at, length in pauses]
    year = years.make(start, start, held)
    sent = walk(year, Wish(weekday, quarter * 15, local(start, 0)), local(start + timedelta(days=600), 0), late)
    keys = [item.key for _, items in sent for item in items]
    assert len(keys) == len(set(keys))
    carrying = {week.first_day for week in year.weeks if rules.is_wanted(year, week)}
    quiet = quiet_of(year, Hours())
    for at, items in sent:
        assert quiet.find_allowed(at, at + timedelta(minutes=1)) == at
        for item in items:
            assert item.week in carrying
            assert (sunday_of(quiet.day_of(at)) == item.week) == (item.kind == WEEK)
