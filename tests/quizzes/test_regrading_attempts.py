"""Regrading every sort of attempt: running, waiting for a mark, with a question left open; few statements for many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import Actor, Grant
from app.core.db import session, write_transaction
from app.quizzes import regrading, rules
from app.quizzes.models import Answer, Attempt
from app.quizzes.regrading_plans import Subject, Wish, propose
from tests.support import curriculum, written
from tests.support.regrading import (
    HOME,
    LESSON,
    attempt,
    do,
    name,
    notices,
    score,
    show,
    sit,
    whole_pool,
    with_key,
)
from tests.support.school import School
from tests.support.statements import statements


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def test_a_running_attempt_is_counted_by_the_correction_when_it_ends(school: School, coordinator: FlaskClient):
    whole_pool(school)
    client = school.client(school.learner()[0])
    running = school.begin(client, LESSON)
    shown = show(coordinator, 4, "drop").text
    assert "1 attempt is running" in shown
    do(coordinator, shown, 4)
    assert "Correct it now" not in show(coordinator, 4, "drop").text
    school.answer_all(client, running, wrong=frozenset({name(4)}))
    kept = attempt(school, running)
    assert (kept.score_percent, kept.is_passed) == (100, True)
    assert score(school, running, 4) == 1000
    assert "A question was corrected on" in client.get(f"/attempts/{running}").text


def test_statements_do_not_grow_with_the_attempts(school: School, coordinator: FlaskClient):
    whole_pool(school)

    def count(people: int, number: int) -> int:
        for _ in range(people):
            sit(school, school.client(school.learner()[0]), number)
        page = show(coordinator, number, "drop").text
        with statements() as seen:
            assert do(coordinator, page, number).status_code == 303
        return len(seen)

    assert count(1, 4) == count(6, 6)


def test_what_was_shown_is_what_is_done_and_equals_a_fresh_grading(school: School):
    whole_pool(school, pass_percent=70)
    for wrong in ((), (4,), (1,), (4, 6), (2, 4, 6), (1, 3, 4)):
        sit(school, school.client(school.learner()[0]), *wrong)
    whole_pool(school, with_key(4, "b"), pass_percent=70, name="corrected")
    by = school.staff("coordinator")
    actor = Actor(by.id, by.name, "en", (Grant("coordinator", "institution", school.institution_id),))
    for wish in (Wish("key"), Wish("drop")):
        with school.app.app_context(), write_transaction():
            subject = Subject(actor, LESSON)
            before = {one.id: one.is_passed for one in session().scalars(select(Attempt))}
            plan = propose(subject, name(4), wish)
            regrading.correct(subject, name(4), wish, "why", plan.digest)
            session().expire_all()
            shown = {one.attempt.id: (one.percent_after, one.passed_after) for one in plan.changes}
            assert shown
            for kept in session().scalars(select(Attempt)):
                answers = session().scalars(select(Answer).filter_by(attempt_id=kept.id))
                scores = {one.question_id: one.score for one in answers}
                quiz = subject.quiz(kept.release_id)
                assert kept.score_percent == rules.grade(quiz, kept.questions, scores).score_percent
                assert kept.is_passed or not before[kept.id]
                if kept.id in shown:
                    assert (kept.score_percent, kept.is_passed) == shown[kept.id]
            assert not propose(subject, name(4), wish).is_needed


def test_who_left_a_dropped_question_open_gets_its_points_too(school: School, coordinator: FlaskClient):
    quiz = replace(curriculum.quiz(LESSON, draw=6), feedback="end")
    lesson = curriculum.lesson(LESSON, "first", segments=curriculum.segments(), quiz=quiz)
    school.publish(curriculum.catalogue(lesson), "end")
    client = school.client(school.learner()[0])
    open_one = school.begin(client, LESSON)
    for number, asked in enumerate(school.drawn(open_one), 1):
        if asked != name(4):
            school.post(client, f"/attempts/{open_one}/{number}", answer=school.right(asked))
    school.post(client, f"/attempts/{open_one}/hand-in")
    assert attempt(school, open_one).score_percent == 83
    do(coordinator, show(coordinator, 4, "drop").text, 4)
    assert attempt(school, open_one).score_percent == 100
    assert client.get(f"/attempts/{open_one}").status_code == 200
    assert client.get(f"/attempts/{open_one}/{school.drawn(open_one).index(name(4)) + 1}").status_code == 200


def test_an_attempt_that_waits_for_a_mark_goes_on_waiting_or_is_decided(school: School, coordinator: FlaskClient):
    school.publish(written.catalogue(), "written")
    person, _ = school.learner()
    client = school.client(person)
    waiting = school.begin(client, LESSON)
    for number, asked in enumerate(school.drawn(waiting), 1):
        given = "b" if asked == written.PICK else written.WORDS
        assert school.post(client, f"/attempts/{waiting}/{number}", answer=given).status_code == 303
    assert (attempt(school, waiting).score_percent, attempt(school, waiting).is_passed) == (0, False)
    do(coordinator, show(coordinator, written.PICK, "drop").text, written.PICK)
    assert (attempt(school, waiting).score_percent, attempt(school, waiting).is_passed) == (50, None)
    do(coordinator, show(coordinator, written.TELL, "drop").text, written.TELL)
    assert (attempt(school, waiting).score_percent, attempt(school, waiting).is_passed) == (100, True)
    assert len(notices(school, person.id)) == 2


@pytest.mark.postgres
def test_it_is_the_same_on_postgresql(postgres_school: School):
    whole_pool(postgres_school, pass_percent=80)
    coordinator = postgres_school.client(postgres_school.staff("coordinator"))
    done = sit(postgres_school, postgres_school.client(postgres_school.learner()[0]), 4, 6)
    assert "given 1 time" in coordinator.get(f"{HOME}/{name(4)}").text
    do(coordinator, show(coordinator, 4, "drop").text, 4)
    assert (attempt(postgres_school, done).score_percent, attempt(postgres_school, done).is_passed) == (83, True)
    assert "Corrected so far" in coordinator.get(HOME).text
