"""What is there on a day: a pause before an alert, an alert before the week, and a day of one's own softens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.catalogue.exercise_types import Exercise
from app.practice.year import DONE, FASTING, MEMORIAL, QUIET, SKIPPED, Pause, Year, lay_out
from tests.practice import years
from tests.practice.years import name_of

EXERCISES = years.exercises() | {
    name_of(3): replace(years.exercises()[name_of(3)], unfit=(FASTING,)),
    name_of(16): replace(years.exercises()[name_of(16)], unfit=(FASTING, MEMORIAL)),
    name_of(5): replace(years.exercises()[name_of(5)], unfit=(MEMORIAL,), is_opt_in=True),
    name_of(18): replace(years.exercises()[name_of(18)], is_planned=True),
}
"""Weeks 3, 16, 29 and 42 are of one family."""


def year(number: int, exercises: dict[str, Exercise] = EXERCISES, **more: object) -> Year:
    day = years.START + timedelta(weeks=number - 1, days=2)
    found = Year(
        enrolment_id=1,
        person_id=1,
        time_zone="Asia/Jerusalem",
        day=day,
        plan=years.plan(),
        exercises=exercises,
        calendar=years.calendar(),
        weeks=lay_out(years.START, years.plan(), exercises, years.calendar()),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def on(kind: str, number: int) -> dict[date, frozenset[str]]:
    return {years.START + timedelta(weeks=number - 1, days=2): frozenset({kind})}


def test_on_a_day_that_does_not_suit_it_the_exercise_stays_and_others_of_its_family_stand_beside_it():
    assert year(3).offer().unfit == ""
    fasting = year(3, own_days=on(FASTING, 3), marks={name_of(42): DONE}).offer()
    assert (fasting.kind, fasting.exercise, fasting.unfit) == ("week", name_of(3), FASTING)
    assert fasting.others == (name_of(42), name_of(29))  # what was done before comes first, what does not fit is out
    assert year(3, own_days=on(QUIET, 3)).offer().others == ()
    assert year(3, own_days=on(FASTING, 4)).offer().unfit == ""


def test_what_is_opt_in_is_mentioned_and_never_proposed_instead():
    mentioned = year(5, own_days=on(MEMORIAL, 5)).offer()
    assert (mentioned.exercise, mentioned.is_opt_in, mentioned.unfit) == (name_of(5), True, MEMORIAL)
    assert (
        name_of(5)
        not in year(
            18, EXERCISES | {name_of(18): replace(EXERCISES[name_of(18)], unfit=(FASTING,))}, own_days=on(FASTING, 18)
        )
        .offer()
        .others
    )


@pytest.mark.parametrize("mark", [DONE, SKIPPED])
def test_what_is_settled_says_so(mark: str):
    assert year(7, marks={name_of(7): mark}).offer().mark == mark


def test_a_pause_comes_before_an_alert_and_an_alert_before_the_week():
    since = years.START
    assert year(17, is_paused=True, alert_since=since).offer().kind == "paused"
    alert = year(17, alert_since=since).offer()
    assert (alert.kind, alert.exercise, alert.others) == ("alert", name_of(1), (name_of(46),))  # 17 is withheld
    assert year(18, alert_since=since).offer().others == (name_of(46),)  # 18 is not written
    assert year(19, alert_since=since).offer().others == (name_of(46), name_of(19))


def test_before_the_year_after_it_and_in_a_week_without_an_exercise():
    assert year(-3).offer().kind == "before"
    assert year(60).offer().kind == "over"
    first = years.START + timedelta(weeks=9)
    pauses = [Pause(first, first + timedelta(days=6))]
    weeks = lay_out(years.START, years.plan(), EXERCISES, years.calendar(), pauses)
    resting = year(10, weeks=weeks)
    assert resting.offer().kind == "rest"
    assert resting.following == weeks[10]
    assert year(10, weeks=weeks, paused_until=first + timedelta(days=6)).offer().kind == "paused"
