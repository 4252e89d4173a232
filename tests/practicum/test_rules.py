"""What speaks against an entry: each rule alone, on an entry that nothing else speaks against."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.catalogue.practicum_types import Limits
from app.core.words import LANGUAGES
from app.practicum import rules
from app.practicum.rules import Around, Other, Told
from tests.support import curriculum

DAY = date(2026, 3, 11)
NINE = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

TOLD = Told(
    category="visit",
    activity="meet",
    setting="individual",
    mode="in-person",
    language="he",
    starts_at=NINE,
    ends_at=NINE + HOUR,
    zone="Asia/Jerusalem",
    day=DAY,
    minutes=60,
    people=1,
)
AROUND = Around(practicum=curriculum.practicum("field"), now=NINE + 5 * HOUR, told_on=DAY)


def said(told: Told = TOLD, around: Around = AROUND) -> dict[str, str]:
    """Code → level."""
    return {one.code: one.level for one in rules.check(told, around)}


def other(starts_at: datetime = NINE + 2 * HOUR, minutes: int = 60, **more: Any) -> Other:
    given: dict[str, Any] = {"day": DAY, "category": "visit", "activity": "meet"}
    return Other(starts_at, starts_at + timedelta(minutes=minutes), minutes=minutes, **(given | more))


def test_nothing_speaks_against_a_good_one():
    assert said() == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": ""}, "no-category"),
        ({"category": "gone"}, "no-category"),
        ({"activity": ""}, "no-activity"),
        ({"activity": "review"}, "no-activity"),
        ({"setting": ""}, "no-setting"),
        ({"category": "session", "activity": "talk", "setting": "group", "people": 3}, "no-setting"),
        ({"mode": ""}, "no-mode"),
        ({"language": ""}, "no-language"),
        ({"method": "magic"}, "no-method"),
        ({"day": None, "starts_at": None, "ends_at": None, "minutes": 0}, "no-day"),
        ({"starts_at": None, "minutes": 0}, "no-start"),
        ({"ends_at": None, "minutes": 0}, "no-end"),
        ({"ends_at": NINE, "minutes": 0}, "end-before-start"),
        ({"ends_at": NINE - HOUR, "minutes": 0}, "end-before-start"),
        ({"ends_at": NINE + timedelta(seconds=30), "minutes": 0}, "no-minute"),
        ({"ends_at": NINE + timedelta(minutes=241), "minutes": 241}, "too-long"),
        ({"starts_at": NINE + 4.5 * HOUR, "ends_at": NINE + 5.5 * HOUR}, "future"),
        ({"people": 0}, "nobody-came"),
        ({"people": 2}, "not-individual"),
        ({"is_amendment": True}, "no-reason"),
        ({"category": "session", "activity": "talk"}, "no-case"),
        ({"case_days": ((DAY, None), (DAY, None))}, "many-cases"),
        ({"case_days": ((DAY - timedelta(days=9), DAY - timedelta(days=1)),)}, "after-case"),
    ],
)
def test_each_keeps_it_back(changes: dict[str, Any], code: str):
    assert said(replace(TOLD, **changes)) == {code: rules.STOP}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"setting": "group"}, "group-of-one"),
        ({"case_days": ((DAY + timedelta(days=1), None),)}, "before-case"),
    ],
)
def test_some_things_are_only_said(changes: dict[str, Any], code: str):
    assert said(replace(TOLD, **changes)) == {code: rules.WARN}


def test_exactly_four_hours_are_no_longer_than_allowed():
    assert said(replace(TOLD, ends_at=NINE + 4 * HOUR, minutes=240)) == {}


@pytest.mark.parametrize("category", ["supervision", "other"])
def test_only_contact_needs_somebody_who_came(category: str):
    activity = {"supervision": "review", "other": "did-not-come"}[category]
    assert said(replace(TOLD, category=category, activity=activity, people=0)) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"placed": "none"}, "no-placement"),
        ({"placed": "waiting"}, "placement-waits"),
        ({"has_supervisor": False}, "no-supervisor"),
        ({"is_supervisor_taken": True}, "supervisor-taken"),
        ({"told_on": DAY + timedelta(days=31)}, "too-late"),
        ({"others": (other(NINE, 60),)}, "duplicate"),
        ({"others": (other(NINE, 60, activity="walk"),)}, "overlap"),
        ({"others": (other(NINE + HOUR - timedelta(minutes=1)),)}, "overlap"),
        ({"others": (other(NINE - HOUR, 61),)}, "overlap"),
        ({"others": (other(NINE - HOUR, 240),)}, "overlap"),
        ({"others": (other(minutes=541),)}, "day-full"),
    ],
)
def test_what_stands_around_it_keeps_it_back(changes: dict[str, Any], code: str):
    assert said(around=replace(AROUND, **changes)) == {code: rules.STOP}


def test_touching_is_no_overlap():
    around = replace(AROUND, others=(other(NINE + HOUR), other(NINE - HOUR)))
    assert said(around=around) == {}


@pytest.mark.parametrize(("days", "expected"), [(14, {}), (15, {"late": "warn"}), (30, {"late": "warn"})])
def test_two_weeks_are_no_lateness(days: int, expected: dict[str, str]):
    assert said(around=replace(AROUND, told_on=DAY + timedelta(days=days))) == expected


def test_what_a_coordinator_let_in_is_only_late():
    around = replace(AROUND, told_on=DAY + timedelta(days=90), is_late_allowed=True)
    assert said(around=around) == {"late": rules.WARN}


def test_a_week_runs_from_sunday_to_saturday():
    sunday, saturday = date(2026, 3, 8), date(2026, 3, 14)
    full = Limits(week_minutes=120)
    around = replace(AROUND, practicum=replace(AROUND.practicum, limits=full))

    def of(day: date) -> Other:
        return other(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), 61, day=day)

    for day in (sunday, saturday):
        assert said(around=replace(around, others=(of(day),))) == {"week-full": rules.STOP}
    for day in (sunday - timedelta(days=1), saturday + timedelta(days=1)):
        assert said(around=replace(around, others=(of(day),))) == {}


def test_only_the_newest_row_of_a_chain_is_added_up():
    around = replace(AROUND, others=(other(minutes=400, is_head=False), other(minutes=500)))
    assert said(around=around) == {}


def test_more_than_was_agreed_is_only_said():
    assert said(around=replace(AROUND, weekly_minutes=59)) == {"over-frame": rules.WARN}


def test_an_hour_that_came_twice_is_pointed_out():
    start = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # 1:30, before the clock goes back at 2:00
    told = replace(TOLD, starts_at=start, ends_at=start + HOUR, day=date(2026, 10, 25))
    around = replace(AROUND, now=start + 9 * HOUR, told_on=date(2026, 10, 25))
    assert said(told, around) == {"doubled-hour": rules.WARN}


def test_states_move_as_they_may():
    assert {(a, b) for a in rules.MOVES for b in rules.MOVES if rules.may_move(a, b)} == {
        ("draft", "submitted"),
        ("draft", "withdrawn"),
        ("submitted", "approved"),
        ("submitted", "returned"),
        ("submitted", "withdrawn"),
        ("returned", "submitted"),
        ("returned", "withdrawn"),
        ("withdrawn", "draft"),
        ("withdrawn", "returned"),
    }


def test_the_languages_of_kelim_can_be_spoken():
    assert set(LANGUAGES) <= set(rules.LANGUAGES)
