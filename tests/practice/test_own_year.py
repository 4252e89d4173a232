"""What somebody does with their own year: nothing is owed, nothing is lost, and nobody else can touch it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.actor import SYSTEM, Actor
from app.core import clock
from app.core.db import session, write_transaction
from app.core.errors import Invalid, NotFound
from app.enrolment.models import Cohort, Enrolment
from app.practice import areas, days, forgetting, queries, service
from app.practice.days_rules import Span
from app.practice.models import PracticePause
from app.practice.year import Year
from tests.practice import years
from tests.practice.years import name_of
from tests.support.school import School


@pytest.fixture
def mine(school: School) -> Iterator[tuple[Actor, int]]:
    """A learner of a cohort that begins on 25 October 2026, with a whole year of exercises."""
    school.publish(years.whole_catalogue(), "a whole year")
    person, enrolment_id = school.learner()
    with school.app.app_context():
        with write_transaction():
            session().execute(update(Cohort).values(starts_on=years.START))
        yield Actor(person.id, person.name, person.language), enrolment_id


def day_of_week(number: int, after: int = 1) -> date:
    """A day of the week of this number, as it is without any pause: a Monday."""
    return years.START + timedelta(weeks=number - 1, days=after)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(9), UTC)), write_transaction():
        yield


def year(enrolment_id: int, day: date) -> Year:
    found = queries.find_year(enrolment_id, day)
    assert found is not None
    return found


def test_done_is_once_and_a_skip_is_free_and_can_be_taken_back(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    day = day_of_week(3)
    with on(day):
        service.finish(actor, enrolment_id, name_of(3), "lite", day)
        service.finish(actor, enrolment_id, name_of(3), "full", day)
        service.skip(actor, enrolment_id, name_of(3), day)
        service.skip(actor, enrolment_id, name_of(4), day)
        service.skip(actor, enrolment_id, name_of(5), day)
        service.take_back(actor, enrolment_id, name_of(5), day)
    assert year(enrolment_id, day).marks == {name_of(3): "done", name_of(4): "skipped"}
    assert year(enrolment_id, day).offer().mark == "done"
    with pytest.raises(NotFound), on(day):
        service.finish(actor, enrolment_id, "nothing-like-this", "full", day)


def test_two_of_one_family_change_places_and_nothing_else_does(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    day = day_of_week(3)
    with on(day):
        assert service.list_swappable(year(enrolment_id, day), name_of(3)) == [name_of(16), name_of(42)]  # 29 has a day
        service.swap(actor, enrolment_id, name_of(3), name_of(16), day)
    after = year(enrolment_id, day)
    assert after.offer().exercise == name_of(16)
    assert sorted(week.exercise for week in after.weeks) == sorted(after.plan.weeks)
    with on(day):
        service.finish(actor, enrolment_id, name_of(42), "full", day)
    for other in (name_of(29), name_of(4), name_of(42), name_of(16), ""):
        with pytest.raises(Invalid), on(day):
            service.swap(actor, enrolment_id, name_of(16), other, day)


def test_a_pause_keeps_the_exercise_and_the_year_goes_on_where_it_stopped(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    first, last = day_of_week(10, 3), day_of_week(16, 2)
    with on(first):
        service.pause(actor, enrolment_id, first)
    assert year(enrolment_id, first).offer().kind == "paused"
    assert year(enrolment_id, day_of_week(14)).offer().kind == "paused"
    with on(last):
        service.come_back(actor, enrolment_id, last)
    back = year(enrolment_id, last)
    assert (back.offer().kind, back.offer().exercise) == ("week", name_of(10))
    assert back.marks == {}
    assert back.following is not None
    assert back.following.exercise == name_of(11)
    memorial = back.week_of(name_of(28))
    assert memorial is not None
    assert memorial.first_day == years.START + timedelta(weeks=27)
    assert back.weeks[-1].first_day == years.START + timedelta(weeks=51 + 6)


def test_a_pause_after_this_weeks_exercise_begins_with_the_next_week(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    day = day_of_week(10)
    with on(day):
        service.finish(actor, enrolment_id, name_of(10), "full", day)
        service.pause(actor, enrolment_id, day)
        with pytest.raises(Invalid):
            service.pause(actor, enrolment_id, day)
    assert year(enrolment_id, day).is_paused
    with on(day + timedelta(days=1)):
        service.come_back(actor, enrolment_id, day + timedelta(days=1))
        service.come_back(actor, enrolment_id, day + timedelta(days=1))
        assert session().scalars(select(PracticePause)).all() == []
    assert year(enrolment_id, day_of_week(11)).offer().exercise == name_of(11)


def test_nobody_touches_the_year_of_another(mine: tuple[Actor, int], school: School):
    _, enrolment_id = mine
    person, _ = school.learner(name="Another")
    other, day = Actor(person.id, person.name, person.language), day_of_week(3)
    own = year(enrolment_id, day)
    for forbidden in (
        lambda: service.finish(other, enrolment_id, name_of(3), "full", day),
        lambda: service.skip(other, enrolment_id, name_of(3), day),
        lambda: service.pause(other, enrolment_id, day),
        lambda: service.come_back(other, enrolment_id, day),
        lambda: service.swap(other, enrolment_id, name_of(3), name_of(16), day),
        lambda: days.add(other, own, Span(day, day, "quiet")),
    ):
        with pytest.raises(NotFound), on(day):
            forbidden()
    assert year(enrolment_id, day) == own


def test_whoever_has_left_has_no_year(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    with on(day_of_week(3)):
        session().execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(left_on=day_of_week(2)))
    assert queries.find_year(enrolment_id, day_of_week(3)) is None
    assert queries.list_own(actor) == []


def test_an_alert_offers_what_steadies_and_withholds_the_rest(mine: tuple[Actor, int], school: School):
    _, enrolment_id = mine
    cohort = session().get_one(Cohort, school.cohort_id)
    with on(day_of_week(17)):
        alert = areas.switch_on(SYSTEM, cohort, None, day_of_week(17), everywhere=False)
        with pytest.raises(Invalid):
            areas.switch_on(SYSTEM, cohort, None, day_of_week(17), everywhere=False)
    during = year(enrolment_id, day_of_week(17)).offer()
    assert (during.kind, during.exercise, during.others) == ("alert", name_of(1), (name_of(46),))
    assert year(enrolment_id, day_of_week(18)).offer().others == (name_of(46), name_of(18))
    with on(day_of_week(18)):
        areas.switch_off(SYSTEM, cohort, alert.id)
    assert year(enrolment_id, day_of_week(18)).offer().kind == "week"


def test_an_alert_until_a_day_ends_by_itself_and_one_of_a_neighbour_is_none_of_ours(
    mine: tuple[Actor, int], school: School
):
    _, enrolment_id = mine
    cohort = session().get_one(Cohort, school.cohort_id)
    with on(day_of_week(2)):
        areas.switch_on(SYSTEM, cohort, day_of_week(4), day_of_week(2), everywhere=True)
        neighbour = Cohort(
            institution_id=cohort.institution_id,
            programme_id=cohort.programme_id,
            name="Neighbours",
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
        )
        session().add(neighbour)
        session().flush()
        areas.switch_on(SYSTEM, neighbour, None, day_of_week(2), everywhere=False)
    assert year(enrolment_id, day_of_week(4)).is_alert
    assert not year(enrolment_id, day_of_week(4) + timedelta(days=1)).is_alert


def test_a_cohort_rests_in_whole_weeks_and_what_is_over_stays(mine: tuple[Actor, int], school: School):
    _, enrolment_id = mine
    cohort = session().get_one(Cohort, school.cohort_id)
    with on(day_of_week(9)):
        rest = areas.rest(SYSTEM, cohort, day_of_week(10, 4), day_of_week(12), day_of_week(9))
    resting = year(enrolment_id, day_of_week(11))
    assert (resting.offer().kind, resting.paused_until) == ("paused", day_of_week(12, 6))
    assert year(enrolment_id, day_of_week(13)).offer().exercise == name_of(10)
    with on(day_of_week(12)):
        areas.end_rest(SYSTEM, cohort, rest.id, day_of_week(12))
    assert year(enrolment_id, day_of_week(12)).offer().exercise == name_of(10)
    assert year(enrolment_id, day_of_week(12)).weeks[9].is_pause


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date.min, date.min, "first_day"),
        (date.max, date.max, "first_day"),
        (day_of_week(8), day_of_week(9), "first_day"),
        (day_of_week(10), day_of_week(9), "last_day"),
        (day_of_week(10), date.max, "last_day"),
    ],
)
def test_no_cohort_rests_in_the_past_backwards_or_for_ever(
    mine: tuple[Actor, int], school: School, first: date, last: date, field: str
):
    cohort = session().get_one(Cohort, school.cohort_id)
    with pytest.raises(Invalid) as refused, on(day_of_week(9)):
        areas.rest(SYSTEM, cohort, first, last, day_of_week(9))
    assert refused.value.field == field


def test_own_days_keep_dates_alone_and_soften_the_week(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    day = day_of_week(5)
    with on(day):
        days.add(actor, year(enrolment_id, day), Span(day, day + timedelta(days=2), "fasting"))
        days.remove(actor, year(enrolment_id, day), Span(day, day, "fasting"))
    assert year(enrolment_id, day).own_days == {
        day + timedelta(days=1): frozenset({"fasting"}),
        day + timedelta(days=2): frozenset({"fasting"}),
    }
    for span, field in (
        (Span(day, day - timedelta(days=1), "free"), "last_day"),
        (Span(day, day + timedelta(days=90), "free"), "last_day"),
        (Span(day + timedelta(days=500), day + timedelta(days=500), "free"), "first_day"),
    ):
        with pytest.raises(Invalid) as refused, on(day):
            days.add(actor, year(enrolment_id, day), span)
        assert refused.value.field == field


def test_what_is_long_over_is_forgotten_and_the_rest_stays(mine: tuple[Actor, int]):
    actor, enrolment_id = mine
    day = day_of_week(3)
    with on(day):
        service.finish(actor, enrolment_id, name_of(3), "full", day)
        days.add(actor, year(enrolment_id, day), Span(day, day, "quiet"))
    with on(day + forgetting.AFTER_A_DAY + timedelta(days=1)):
        assert forgetting.forget_old() == 1
        session().execute(update(Enrolment).values(left_on=day))
        assert forgetting.forget_old() == 1
        assert forgetting.forget_old() == 0
