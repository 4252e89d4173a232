"""Each role's first page says what waits for it today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.service import NATIONAL, Place
from app.core.clock import now
from app.core.db import session, write_transaction
from app.home import staff
from app.meetings.rolls import Mark
from app.progress.models import LessonState
from tests.meetings.test_rolls import act, hold
from tests.support import curriculum
from tests.support.school import School


def begin(school: School, enrolment_id: int, days_ago: int = 0) -> None:
    at = now() - timedelta(days=days_ago)
    with school.app.app_context(), write_transaction():
        state = LessonState(enrolment_id=enrolment_id, lesson_id="reading", started_at=at, last_at=at)
        session().add(state)


def test_a_trainer_finds_the_oldest_open_roll_first(school: School) -> None:
    school.learner()
    newer, older = hold(school, days_ago=2), hold(school, days_ago=9)
    coming = hold(school, days_ago=-3)
    shown = school.client(school.staff("trainer")).get("/").text
    assert shown.index(f"/meetings/{older}/roll") < shown.index(f"/meetings/{newer}/roll")
    assert f"/meetings/{coming}" in shown
    assert f"/cohorts/{school.cohort_id}" in shown


def test_a_closed_roll_waits_no_more(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(True)})
    assert f"/meetings/{meeting}/roll" not in school.client(school.staff("trainer")).get("/").text


def test_a_coordinator_sees_who_has_not_started_and_who_is_silent(school: School) -> None:
    school.learner(name="Never Began")
    begin(school, school.learner(name="Long Silent")[1], days_ago=15)
    begin(school, school.learner(name="Quite Active")[1], days_ago=2)
    other = School(school.app, school.password, school.starts)
    other.learner(name="Somewhere Else")
    shown = school.client(school.staff("coordinator")).get("/").text
    assert shown.index("Never Began") < shown.index("Long Silent")
    assert "Quite Active" not in shown
    assert "Somewhere Else" not in shown


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_unconfirmed_numbers_are_said_loudly(school: School, role: str) -> None:
    client = school.client(school.staff(role))
    assert "Nobody has confirmed the help numbers" in client.get("/").text


@pytest.mark.parametrize(
    ("days", "is_none", "old"), [((), True, 0), ((10,), False, 0), ((10, 181), False, 1), ((180,), False, 0)]
)
def test_confirmations_age(days: tuple[int, ...], is_none: bool, old: int) -> None:
    day = date(2026, 6, 1)
    contact = curriculum.catalogue().contacts["eran"]
    contacts = [
        type(contact)(
            **{name: getattr(contact, name) for name in contact.__slots__} | {"verified_on": str(day - timedelta(n))}
        )
        for n in days
    ]
    state = staff.contact_state([contact, *contacts], day)
    assert (state.none, state.old) == (is_none, old)


def test_an_administrator_sees_institutions_and_the_release(school: School) -> None:
    shown = school.client(school.staff("administrator")).get("/").text
    assert "Institutions" in shown
    lessons = curriculum.catalogue().lessons.values()
    planned = sum(one.is_planned for one in lessons)
    assert f"{len(lessons) - planned} written, {planned} planned" in shown


def test_a_supervisor_sees_the_cohorts_and_no_link_that_is_shut(school: School) -> None:
    school.learner()
    client = school.client(school.person("supervisor", Place("cohort", school.cohort_id)))
    shown = client.get("/").text
    assert "1 learner" in shown
    assert f"/cohorts/{school.cohort_id}" not in shown


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [
        (4, 4, None),
        (5, 5, 5),
        (0, 9, 0),
        (4, 20, None),
        (16, 20, None),
        (15, 20, 15),
        (5, 10, 5),
        (9, 9, 9),
        (6, 10, None),
    ],
)
def test_small_groups_are_left_out_and_so_is_their_complement(count: int, of: int, shown: int | None) -> None:
    assert staff.shown_count(count, of) == shown


def test_an_evaluator_sees_counts_and_nobody(school: School) -> None:
    names = []
    for number in range(6):
        person, learner = school.learner()
        names.append(person.name)
        if number < 5:
            begin(school, learner)
    shown = school.client(school.person("evaluator", NATIONAL)).get("/").text
    assert not any(name in shown for name in names)
    assert "left out" in shown
    assert "<bdi>6</bdi>" in shown


def test_somebody_without_a_role_is_told_who_gives_one(school: School) -> None:
    assert "An administrator gives you a role" in school.client(school.person()).get("/").text


def test_a_learner_who_also_teaches_has_both_pages(school: School) -> None:
    person = school.person("trainer", Place("cohort", school.cohort_id))
    school.enrol(person)
    client = school.client(person)
    assert "Your cohorts" in client.get("/staff").text
    assert 'href="/staff"' in client.get("/").text
