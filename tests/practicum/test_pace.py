"""A forecast says what can be known, and nothing where too little is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalogue.practicum_types import Target
from app.practicum import pace
from app.practicum.targets import Progress
from tests.support.curriculum import words

TODAY = date(2026, 11, 22)
END = date(2027, 6, 30)
LONG_AGO = TODAY - timedelta(weeks=20)


def hours(name: str, wanted: int, done: int = 0, pending: int = 0) -> Progress:
    return Progress(Target(id=f"{name}-time", category=name, title=words(name), minutes=wanted), done, pending)


def people(wanted: int, done: int = 0) -> Progress:
    return Progress(Target(id="people", category="visit", title=words("People"), count=wanted), done, 0)


def test_hours_that_wait_for_a_signature_are_not_missing():
    found = pace.forecast([hours("visit", 600, 500, 100), people(9)], {}, LONG_AGO, TODAY, END)
    assert found == pace.Pace(pace.COMPLETE, END)


def test_counts_alone_have_no_pace():
    assert pace.forecast([people(9, 3)], {"visit": 100}, LONG_AGO, TODAY, END) is None


@pytest.mark.parametrize("first", [None, TODAY, TODAY - timedelta(days=20)])
def test_before_three_weeks_nothing_is_foretold_but_what_is_needed(first: date | None):
    found = pace.forecast([hours("visit", 2200)], {"visit": 500}, first, TODAY, END)
    assert found is not None
    assert (found.state, found.finishes_on, found.weekly) == (pace.EARLY if first else pace.NOT_BEGUN, None, 0)
    assert found.needed == 70  # 2,200 minutes in 221 days


def test_after_three_weeks_the_pace_is_that_of_the_days_since():
    found = pace.forecast([hours("visit", 1000, 210)], {"visit": 210}, TODAY - timedelta(days=20 + 1), TODAY, END)
    assert found is not None
    assert found.weekly == 210 * 7 // 22
    assert found.finishes_on == TODAY + timedelta(days=83)  # 790 minutes at 210 in 22 days


def test_the_slowest_target_decides():
    both = [hours("visit", 1000, 900), hours("supervision", 600, 100)]
    found = pace.forecast(both, {"visit": 560, "supervision": 56}, LONG_AGO, TODAY, END)
    assert found is not None
    assert (found.state, found.missing) == (pace.BEHIND, 600)
    assert found.finishes_on == TODAY + timedelta(days=500)
    assert found.weekly == (560 + 56) * 7 // 56
    assert found.needed == 20  # 600 minutes in 221 days


def test_a_target_that_is_reached_does_not_pull_the_pace_up():
    both = [hours("visit", 1000, 1000), hours("supervision", 600, 100)]
    found = pace.forecast(both, {"visit": 5600, "supervision": 560}, LONG_AGO, TODAY, END)
    assert found is not None
    assert (found.state, found.weekly) == (pace.ON_TRACK, 70)


@pytest.mark.parametrize("lately", [{}, {"visit": 560}, {"visit": 560, "supervision": 1}])
def test_what_gets_almost_nothing_is_named_instead_of_a_month_in_many_years(lately: dict[str, int]):
    both = [hours("visit", 1000, 900), hours("supervision", 600, 100)]
    found = pace.forecast(both, lately, LONG_AGO, TODAY, END)
    assert found is not None
    assert (found.state, found.finishes_on) == (pace.STALLED, None)
    assert found.idle[-1].target.category == "supervision"
    assert ("visit" in {one.target.category for one in found.idle}) == (not lately)


def test_after_the_last_day_no_week_is_left():
    found = pace.forecast([hours("visit", 600, 100)], {"visit": 90}, LONG_AGO, END + timedelta(days=1), END)
    assert found == pace.Pace(pace.OVER, END, 500)


def test_on_the_last_day_everything_is_needed_at_once():
    found = pace.forecast([hours("visit", 600, 100)], {"visit": 90}, LONG_AGO, END, END)
    assert found is not None
    assert found.needed == 3500


@given(
    some.lists(some.tuples(some.integers(1, 5000), some.integers(0, 5000), some.integers(0, 5000)), max_size=4),
    some.integers(0, 400),
    some.integers(-30, 400),
)
def test_whoever_keeps_the_pace_that_is_needed_finishes_in_time(
    told: list[tuple[int, int, int]], since: int, left: int
):
    progress = [hours(f"kind-{number}", wanted, done) for number, (wanted, done, _) in enumerate(told)]
    recent = {f"kind-{number}": lately for number, (_, _, lately) in enumerate(told)}
    end = TODAY + timedelta(days=left)
    found = pace.forecast(progress, recent, TODAY - timedelta(days=since), TODAY, end)
    if found is None or found.state in (pace.COMPLETE, pace.OVER):
        assert found is None or (found.state == pace.OVER) == (left < 0 and found.missing > 0)
        return
    assert found.missing == sum(one.missing for one in progress) > 0
    assert found.needed % pace.STEP == 0
    assert found.needed * (left + 1) >= found.missing * 7 > (found.needed - pace.STEP) * (left + 1)
    assert (found.finishes_on is not None) == (found.state in (pace.ON_TRACK, pace.BEHIND))
    if found.finishes_on is not None:
        assert (found.finishes_on <= end) == (found.state == pace.ON_TRACK)
