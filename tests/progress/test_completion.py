"""Completion, and the credit that comes with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from app.core.db import session, write_transaction
from app.hours.models import Credit
from app.progress import queries, service
from app.progress.models import LessonState
from app.progress.rules import ATTENDANCE, QUIZ
from app.releases.queries import get_published
from tests.quizzes.test_sitting import credited, do_steps, race
from tests.support import curriculum
from tests.support.school import School


def do(school: School, enrolment_id: int, lesson: str, *steps: str) -> Iterator[service.Outcome]:
    with school.app.app_context(), write_transaction():
        content = get_published()
        for step in steps:
            one = content.catalogue.lessons[lesson]
            yield service.do_step(enrolment_id, one, step, release_id=content.release_id)


def state(school: School, enrolment_id: int, lesson: str) -> LessonState:
    with school.app.app_context():
        return session().get_one(LessonState, (enrolment_id, lesson))


def test_the_last_step_completes_and_credits_and_no_earlier_one_does(school: School):
    _, enrolment = school.learner()
    outcomes = list(do(school, enrolment, curriculum.READING, "tick", QUIZ, "choose", "choose"))
    assert [(one.is_new, one.completed, one.minutes) for one in outcomes] == [
        (True, False, 0),
        (True, False, 0),
        (True, True, 90),
        (False, False, 0),
    ]
    assert state(school, enrolment, curriculum.READING).completed_at is not None


@pytest.mark.parametrize("lesson", [curriculum.WORKSHOP, curriculum.LIVE])
def test_a_lesson_with_meetings_is_completed_here_and_credited_from_its_roll(school: School, lesson: str):
    _, enrolment = school.learner()
    last = list(do(school, enrolment, lesson, QUIZ, ATTENDANCE))[-1]
    assert last.completed is True
    assert last.minutes == 0
    assert credited(school, enrolment) == []


def test_a_credit_names_its_source_its_rule_and_its_release(school: School):
    _, enrolment = school.learner()
    list(do(school, enrolment, curriculum.READING, "tick", QUIZ, "choose"))
    with school.app.app_context():
        rows = session().scalars(select(Credit).filter_by(enrolment_id=enrolment)).all()
        assert {(r.source_kind, r.source_id, r.rule, r.release_id, r.module) for r in rows} == {
            ("lesson", curriculum.READING, "self-study-complete", 1, "first")
        }


def test_a_step_that_is_taken_back_ends_the_completion_and_can_be_done_again_without_a_second_credit(school: School):
    _, enrolment = school.learner()
    list(do(school, enrolment, curriculum.READING, "tick", QUIZ, "choose"))
    with school.app.app_context(), write_transaction():
        service.undo_step(enrolment, get_published().catalogue.lessons[curriculum.READING], "choose")
    assert state(school, enrolment, curriculum.READING).completed_at is None
    again = list(do(school, enrolment, curriculum.READING, "choose"))
    assert again[-1].minutes == 0
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def test_a_later_release_changes_nothing_that_was_credited(school: School):
    _, enrolment = school.learner()
    list(do(school, enrolment, curriculum.READING, "tick", QUIZ, "choose"))
    longer = curriculum.lesson(curriculum.READING, "first", minutes=300, theory_minutes=300, practice_minutes=0)
    school.publish(curriculum.catalogue(longer), "longer")
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def finish_together(school: School) -> None:
    """Four browsers send the last two steps at one moment."""
    person, enrolment = school.learner()
    clients = [school.client(person) for _ in range(4)]
    school.answer_all(clients[0], school.begin(clients[0]))
    for client in clients:
        school.token(client)

    def send(number: int):  # type: ignore[no-untyped-def]
        step = ("choose", "tick")[number % 2]
        return school.post(clients[number], f"/lessons/{curriculum.READING}/steps/{step}", answer="a").status_code

    assert race(school, 4, send) == [303] * 4
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]
    assert state(school, enrolment, curriculum.READING).completed_at is not None


def test_steps_that_arrive_together_complete_once(school: School):
    finish_together(school)


@pytest.mark.postgres
def test_steps_that_arrive_together_complete_once_on_postgresql(postgres_school: School):
    for _ in range(4):
        finish_together(postgres_school)


def test_a_locked_lesson_opens_when_what_it_needs_is_complete(school: School):
    person, _ = school.learner()
    client = school.client(person)
    closed = client.get(f"/lessons/{curriculum.LOCKED}")
    assert "Lesson reading" in closed.text
    assert "still locked" in closed.text
    do_steps(school, client)
    school.answer_all(client, school.begin(client))
    assert "still locked" not in client.get(f"/lessons/{curriculum.LOCKED}").text


def test_a_lesson_that_somebody_opened_is_open_though_it_is_locked_for_others(school: School):
    person, enrolment = school.learner()
    other = school.client(school.learner()[0])
    coordinator = school.client(school.staff("coordinator"))
    path = f"/learners/{enrolment}/open/{curriculum.LOCKED}"
    assert school.post(coordinator, path, reason="She knows it from her work.").status_code == 303
    client = school.client(person)
    assert "still locked" not in client.get(f"/lessons/{curriculum.LOCKED}").text
    assert "still locked" in other.get(f"/lessons/{curriculum.LOCKED}").text
    assert school.post(client, f"/lessons/{curriculum.LOCKED}/quiz").status_code == 303


def test_a_step_of_a_locked_planned_or_foreign_lesson_is_refused(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    for lesson, status in ((curriculum.LOCKED, 403), (curriculum.PLANNED, 403), (curriculum.FOREIGN, 404)):
        assert school.post(client, f"/lessons/{lesson}/steps/choose", answer="a").status_code == status
    assert school.post(client, f"/lessons/{curriculum.READING}/steps/nothing", answer="a").status_code == 404
    for answer in ([], ["z"], ["a", "b"]):
        assert school.post(client, f"/lessons/{curriculum.READING}/steps/choose", answer=answer).status_code == 422
    with school.app.app_context():
        assert queries.done_steps(enrolment, curriculum.READING) == {}


def test_a_credit_falls_on_the_day_of_the_institution(school: School):
    _, enrolment = school.learner()
    person_day = "2026-03-01T23:30:00+00:00"  # one hour and a half into 2 March in Jerusalem
    with time_machine.travel(person_day, tick=False):
        list(do(school, enrolment, curriculum.READING, "tick", QUIZ, "choose"))
    with school.app.app_context():
        days = set(session().scalars(select(Credit.day).filter_by(enrolment_id=enrolment)))
        assert {day.isoformat() for day in days} == {"2026-03-02"}
