"""Sitting a quiz: the first answer stands, whatever happens to the connection, the tabs and the content."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.hours.models import Credit
from app.quizzes.models import Answer, Attempt
from tests.support import curriculum
from tests.support.school import School


def answers(school: School, attempt_id: int) -> dict[str, list[str]]:
    with school.app.app_context():
        return {
            row.question_id: row.chosen for row in session().scalars(select(Answer).filter_by(attempt_id=attempt_id))
        }


def attempts(school: School) -> list[Attempt]:
    with school.app.app_context():
        return list(session().scalars(select(Attempt).order_by(Attempt.id)))


def credited(school: School, enrolment_id: int) -> list[tuple[str, int]]:
    with school.app.app_context():
        rows = session().execute(select(Credit.part, Credit.minutes).filter_by(enrolment_id=enrolment_id))
        return sorted((row[0], row[1]) for row in rows)


def do_steps(school: School, client: FlaskClient, lesson: str = curriculum.READING) -> None:
    for step in ("choose", "tick"):
        assert school.post(client, f"/lessons/{lesson}/steps/{step}", answer="a").status_code == 303


def test_the_first_answer_stands(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    first = school.drawn(attempt)[0]
    school.post(client, f"/attempts/{attempt}/1", answer="b")
    again = school.post(client, f"/attempts/{attempt}/1", answer="a")
    assert (again.status_code, again.location) == (303, f"/attempts/{attempt}/1")
    assert answers(school, attempt) == {first: ["b"]}


def test_an_answer_that_is_sent_again_after_a_lost_connection_is_harmless(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    sent = [school.post(client, f"/attempts/{attempt}/1", answer="a", form_key="kept") for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in sent} == {(303, f"/attempts/{attempt}/1")}
    assert len(answers(school, attempt)) == 1


def test_the_page_behind_an_answer_explains_and_takes_no_second_one(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    before = client.get(f"/attempts/{attempt}/1").text
    assert 'name="answer"' in before
    assert "Why a" not in before
    school.post(client, f"/attempts/{attempt}/1", answer="a")
    behind = client.get(f"/attempts/{attempt}/1").text
    assert 'name="answer"' not in behind
    assert "Why a" in behind


def test_two_tabs_share_one_attempt(school: School):
    person, _ = school.learner()
    one, two = school.client(person), school.client(person)
    attempt = school.begin(one)
    assert school.begin(two) == attempt
    school.post(one, f"/attempts/{attempt}/1", answer="a")
    school.post(two, f"/attempts/{attempt}/2", answer="a")
    assert len(answers(school, attempt)) == 2
    assert two.get(f"/attempts/{attempt}").location == f"/attempts/{attempt}/3"


def test_an_attempt_is_gone_on_with_where_it_stopped(school: School):
    person, _ = school.learner()
    client = school.client(person)
    attempt = school.begin(client)
    school.post(client, f"/attempts/{attempt}/2", answer="a")
    elsewhere = school.client(person)
    assert "Go on where you stopped" in elsewhere.get(f"/lessons/{curriculum.READING}/quiz").text
    assert elsewhere.get(f"/attempts/{attempt}").location == f"/attempts/{attempt}/1"


@pytest.mark.parametrize("given", [[], [""], ["z"], ["a", "z"], ["a\x00"], ["א" * 9000]])
def test_an_answer_that_cannot_be_read_is_asked_for_again(school: School, given: list[str]):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    answer = school.post(client, f"/attempts/{attempt}/1", answer=given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'name="answer"' in answer.text
    assert answers(school, attempt) == {}


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_question_that_was_not_drawn_is_not_there(school: School, number: int):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    assert client.get(f"/attempts/{attempt}/{number}").status_code == 404
    assert school.post(client, f"/attempts/{attempt}/{number}", answer="a").status_code == 404


def test_a_passed_quiz_with_every_step_credits_the_lesson_once(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    do_steps(school, client)
    attempt = school.begin(client)
    school.answer_all(client, attempt)
    school.answer_all(client, attempt)
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]
    assert "You passed this quiz" in client.get(f"/attempts/{attempt}").text


def test_a_failed_safety_question_fails_the_quiz_whatever_the_score(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    do_steps(school, client)
    attempt = school.begin(client)
    school.answer_all(client, attempt, wrong=frozenset({f"{curriculum.READING}-q1"}))
    kept = attempts(school)[0]
    assert (kept.score_percent, kept.is_passed) == (66, False)
    assert credited(school, enrolment) == []
    following = school.begin(client)
    assert following != attempt
    school.answer_all(client, following)
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def test_passing_again_credits_nothing_more(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    do_steps(school, client)
    for _ in range(2):
        school.answer_all(client, school.begin(client))
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def test_attempts_end_where_the_quiz_says_so(school: School):
    person, _ = school.learner()
    client = school.client(person)
    do_steps(school, client)
    school.answer_all(client, school.begin(client))
    for _ in range(2):
        attempt = school.begin(client, curriculum.LOCKED)
        school.answer_all(client, attempt, wrong=frozenset(school.drawn(attempt)))
    refused = school.post(client, f"/lessons/{curriculum.LOCKED}/quiz")
    assert refused.status_code == 422
    assert "every attempt" in refused.text


def test_the_quiz_of_a_locked_lesson_is_not_begun(school: School):
    client = school.client(school.learner()[0])
    assert school.post(client, f"/lessons/{curriculum.LOCKED}/quiz").status_code == 403
    assert attempts(school) == []


def test_somebody_elses_attempt_is_not_there(school: School):
    attempt = school.begin(school.client(school.learner()[0]))
    for other in (school.learner()[0], school.staff("trainer"), school.staff("administrator")):
        client = school.client(other)
        assert client.get(f"/attempts/{attempt}/1").status_code in (403, 404)
        assert school.post(client, f"/attempts/{attempt}/1", answer="a").status_code in (403, 404)
    assert answers(school, attempt) == {}


def test_a_release_in_the_middle_of_an_attempt_changes_none_of_its_questions(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    do_steps(school, client)
    attempt = school.begin(client)
    school.post(client, f"/attempts/{attempt}/1", answer=school.right(school.drawn(attempt)[0]))
    changed = curriculum.lesson(
        curriculum.READING, "first", minutes=40, theory_minutes=40, practice_minutes=0, segments=curriculum.segments()
    )
    school.publish(curriculum.catalogue(changed), "without-quiz")
    assert client.get(f"/lessons/{curriculum.READING}/quiz").status_code == 404
    assert client.get(f"/attempts/{attempt}/2").status_code == 200
    school.answer_all(client, attempt)
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]
    assert client.get(f"/attempts/{attempt}").status_code == 200


def race(school: School, calls: int, send):  # type: ignore[no-untyped-def]
    start = Barrier(calls)

    def run(number: int):  # type: ignore[no-untyped-def]
        start.wait()
        return send(number)

    with ThreadPoolExecutor(calls) as pool:
        return list(pool.map(run, range(calls)))


def last_two_answers(school: School) -> None:
    """Two tabs send the last two answers at one moment, one of them twice."""
    person, enrolment = school.learner()
    tabs = [school.client(person) for _ in range(4)]
    do_steps(school, tabs[0])
    attempt = school.begin(tabs[0])
    names = school.drawn(attempt)
    school.post(tabs[0], f"/attempts/{attempt}/1", answer=school.right(names[0]))
    for tab in tabs:
        school.token(tab)

    def send(tab: int):  # type: ignore[no-untyped-def]
        number = 2 + tab % 2
        return school.post(tabs[tab], f"/attempts/{attempt}/{number}", answer=school.right(names[number - 1]))

    assert [answer.status_code for answer in race(school, 4, send)] == [303] * 4
    assert len(answers(school, attempt)) == 3
    finished = attempts(school)[-1]
    assert (finished.score_percent, finished.is_passed) == (100, True)
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def begin_together(school: School) -> None:
    person, _ = school.learner()
    tabs = [school.client(person) for _ in range(4)]
    for tab in tabs:
        school.token(tab)
    before = len(attempts(school))
    begun = race(school, 4, lambda tab: school.begin(tabs[tab]))
    assert len(set(begun)) == 1
    assert len(attempts(school)) == before + 1


def last_step_and_last_answer(school: School) -> None:
    person, enrolment = school.learner()
    one, two = school.client(person), school.client(person)
    school.post(one, f"/lessons/{curriculum.READING}/steps/choose", answer="a")
    attempt = school.begin(one)
    names = school.drawn(attempt)
    for number in (1, 2):
        school.post(one, f"/attempts/{attempt}/{number}", answer=school.right(names[number - 1]))
    school.token(two)

    def send(number: int):  # type: ignore[no-untyped-def]
        if number:
            return school.post(two, f"/lessons/{curriculum.READING}/steps/tick", answer="a")
        return school.post(one, f"/attempts/{attempt}/3", answer=school.right(names[2]))

    assert [answer.status_code for answer in race(school, 2, send)] == [303, 303]
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


RACES = [last_two_answers, begin_together, last_step_and_last_answer]


@pytest.mark.parametrize("contest", RACES)
def test_what_arrives_together_counts_once_and_is_not_lost(school: School, contest):  # type: ignore[no-untyped-def]
    contest(school)


@pytest.mark.postgres
@pytest.mark.parametrize("contest", RACES)
def test_what_arrives_together_counts_once_on_postgresql(postgres_school: School, contest):  # type: ignore[no-untyped-def]
    for _ in range(3):
        contest(postgres_school)


def test_an_answer_names_the_version_of_its_question_and_the_language_it_was_read_in(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    client.get(f"/attempts/{attempt}/1?lang=ar")
    school.post(client, f"/attempts/{attempt}/1", answer="a")
    with school.app.app_context():
        kept = session().scalars(select(Answer)).one()
        assert (kept.version, kept.language) == (f"{school.drawn(attempt)[0]}-v1", "ar")
