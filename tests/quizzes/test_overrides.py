"""What coordinators open for one learner: with a reason, on record, read by that learner, never for themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.db import session
from app.notices.models import Notice
from app.quizzes import timing
from app.quizzes.models import QuizExtraTime, QuizOverride
from tests.quizzes.paced import QUIZ, READING, attempt_of, fail, later, pace, sit_through
from tests.quizzes.test_sitting import credited, do_steps, race
from tests.support.post import fill_in
from tests.support.school import School

REASON = "The line broke down in the middle."


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def give(client: FlaskClient, enrolment_id: int, kind: str, reason: str = REASON) -> TestResponse:
    return fill_in(client, f"/learners/{enrolment_id}/quizzes/{READING}", kind=kind, reason=reason)


def set_time(client: FlaskClient, enrolment_id: int, percent: str) -> TestResponse:
    here = f"/learners/{enrolment_id}"
    return fill_in(client, f"{here}/quiz-time", at=f"{here}/quizzes", percent=percent)


def count(school: School, table: type) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count()).select_from(table)).one()


def actions(school: School, enrolment_id: int) -> list[tuple[str, str]]:
    wanted = select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.subject == f"enrolment:{enrolment_id}")
    with school.app.app_context():
        return [(row[0], row[1]) for row in session().execute(wanted.order_by(AuditEvent.id))]


def notices(school: School, person: Person) -> list[tuple[str, str]]:
    with school.app.app_context():
        rows = session().execute(select(Notice.kind, Notice.link).filter_by(person_id=person.id))
        return [(row[0], row[1]) for row in rows]


def test_one_more_attempt_is_one_more_and_the_learner_reads_who_and_why(school: School, coordinator: FlaskClient):
    pace(school, max_attempts=1)
    person, enrolment_id = school.learner()
    client = school.client(person)
    sit_through(school, client)
    assert school.post(client, QUIZ).status_code == 422
    given = give(coordinator, enrolment_id, timing.EXTRA_ATTEMPT)
    assert (given.status_code, given.location) == (303, f"/learners/{enrolment_id}/quizzes")
    page = client.get(QUIZ).text
    assert "One more attempt" in page
    assert REASON in page
    assert notices(school, person) == [("attempt-given", QUIZ)]
    sit_through(school, client)
    assert school.post(client, QUIZ).status_code == 422
    assert ("quiz.extra-attempt", READING) in actions(school, enrolment_id)


def test_a_wait_can_be_ended(school: School, coordinator: FlaskClient):
    pace(school, wait_minutes=600)
    person, enrolment_id = school.learner()
    client = school.client(person)
    first = sit_through(school, client)
    assert give(coordinator, enrolment_id, timing.NO_WAIT).status_code == 303
    assert school.begin(client) != first
    assert "The wait was ended" in client.get(QUIZ).text


def test_a_quiz_that_counts_as_passed_completes_and_credits_the_lesson_once(school: School, coordinator: FlaskClient):
    person, enrolment_id = school.learner()
    client = school.client(person)
    do_steps(school, client)
    sit_through(school, client)
    assert give(coordinator, enrolment_id, timing.PASSED, "Trained elsewhere.").status_code == 303
    assert credited(school, enrolment_id) == [("practice", 30), ("theory", 60)]
    page = client.get(QUIZ).text
    assert "The quiz counts as passed" in page
    assert "Trained elsewhere." in page
    assert notices(school, person) == [("quiz-declared", QUIZ)]
    attempt_id = school.begin(client)
    school.answer_all(client, attempt_id)
    assert credited(school, enrolment_id) == [("practice", 30), ("theory", 60)]


def test_a_declared_pass_opens_the_explanations(school: School, coordinator: FlaskClient):
    pace(school, feedback="pass")
    person, enrolment_id = school.learner()
    client = school.client(person)
    attempt_id = fail(school, client)
    assert give(coordinator, enrolment_id, timing.PASSED).status_code == 303
    assert "Why a" in client.get(f"/attempts/{attempt_id}/1").text


def test_what_is_open_is_not_opened(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    page = coordinator.get(f"/learners/{enrolment_id}/quizzes/{READING}").text
    assert 'value="passed"' in page
    assert 'value="extra-attempt"' not in page
    for kind in (timing.EXTRA_ATTEMPT, timing.NO_WAIT, "everything", ""):
        assert give(coordinator, enrolment_id, kind).status_code == 422
    assert count(school, QuizOverride) == 0
    assert give(coordinator, enrolment_id, timing.PASSED).status_code == 303
    assert "There is nothing to open" in coordinator.get(f"/learners/{enrolment_id}/quizzes/{READING}").text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_nothing_is_opened(school: School, coordinator: FlaskClient, reason: str):
    person, enrolment_id = school.learner()
    refused = give(coordinator, enrolment_id, timing.PASSED, reason)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert count(school, QuizOverride) == 0
    assert notices(school, person) == []


def test_two_coordinators_at_once_give_one_attempt(school: School):
    pace(school, max_attempts=1)
    both_at_once(school)


@pytest.mark.postgres
def test_two_coordinators_at_once_give_one_attempt_on_postgresql(postgres_school: School):
    pace(postgres_school, max_attempts=1)
    for _ in range(3):
        both_at_once(postgres_school)


def both_at_once(school: School) -> None:
    person, enrolment_id = school.learner()
    sit_through(school, school.client(person))
    clients = [school.client(school.staff("coordinator")) for _ in range(2)]
    for client in clients:
        school.token(client)
    path = f"/learners/{enrolment_id}/quizzes/{READING}"

    def send(number: int) -> int:
        given = school.post(clients[number], path, kind=timing.EXTRA_ATTEMPT, reason=REASON)
        return int(given.status_code)

    assert sorted(race(school, 2, send)) in ([303, 409], [303, 422])
    with school.app.app_context():
        wanted = select(func.count()).where(QuizOverride.enrolment_id == enrolment_id)
        assert session().scalars(wanted).one() == 1


def test_only_coordinators_of_the_place_open_anything(school: School):
    _, enrolment_id = school.learner()
    elsewhere = school.person("coordinator", Place("institution", school.institution()))
    for person in (school.staff("trainer"), elsewhere, school.learner()[0], school.staff("supervisor")):
        client = school.client(person)
        for path, form in (
            (f"/learners/{enrolment_id}/quizzes/{READING}", {"kind": timing.PASSED, "reason": REASON}),
            (f"/learners/{enrolment_id}/quiz-time", {"percent": "50"}),
        ):
            assert school.post(client, path, **form).status_code in (403, 404)
        assert client.get(f"/learners/{enrolment_id}/quizzes/{READING}").status_code in (403, 404)
    assert count(school, QuizOverride) == count(school, QuizExtraTime) == 0


def test_nobody_opens_anything_for_themselves(school: School):
    person = school.staff("coordinator")
    enrolment_id = school.enrol(person)
    client = school.client(person)
    path = f"/learners/{enrolment_id}"
    assert client.get(f"{path}/quizzes/{READING}").status_code == 403
    given = school.post(client, f"{path}/quizzes/{READING}", kind=timing.PASSED, reason=REASON)
    assert given.status_code in (403, 409)
    assert school.post(client, f"{path}/quiz-time", percent="100").status_code == 403
    assert count(school, QuizOverride) == count(school, QuizExtraTime) == 0


def test_a_lesson_without_quiz_or_of_another_programme_is_not_there(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    for lesson in ("live-one", "other-one", "nothing"):
        assert coordinator.get(f"/learners/{enrolment_id}/quizzes/{lesson}").status_code == 404
        path = f"/learners/{enrolment_id}/quizzes/{lesson}"
        assert school.post(coordinator, path, kind="passed", reason=REASON).status_code == 404


@pytest.mark.parametrize("percent", timing.EXTRA_PERCENTS)
def test_extra_time_lengthens_what_runs_and_what_comes(school: School, coordinator: FlaskClient, percent: int):
    pace(school, feedback="end", time_limit_minutes=20)
    person, enrolment_id = school.learner()
    client = school.client(person)
    attempt_id = school.begin(client)
    assert set_time(coordinator, enrolment_id, str(percent)).status_code == 303
    attempt = attempt_of(school, attempt_id)
    assert attempt.due_at == attempt.started_at + timedelta(minutes=20) * (100 + percent) / 100
    assert notices(school, person) == [("time-given", "/programmes/community-mentors")]
    assert ("quiz.time", str(percent)) in actions(school, enrolment_id)


def test_time_that_is_taken_back_leaves_a_running_attempt_alone(school: School, coordinator: FlaskClient):
    pace(school, feedback="end", time_limit_minutes=20)
    person, enrolment_id = school.learner()
    client = school.client(person)
    set_time(coordinator, enrolment_id, "100")
    attempt_id = school.begin(client)
    due = attempt_of(school, attempt_id).due_at
    for percent in ("25", "25", "0"):
        assert set_time(coordinator, enrolment_id, percent).status_code == 303
    assert attempt_of(school, attempt_id).due_at == due
    assert count(school, QuizExtraTime) == 0
    assert len(notices(school, person)) == 1
    assert [detail for action, detail in actions(school, enrolment_id) if action == "quiz.time"] == ["100", "25", "0"]


@pytest.mark.parametrize("percent", ["", "10", "-50", "1000", "٥٠", "x"])
def test_other_percentages_are_not_taken(school: School, coordinator: FlaskClient, percent: str):
    _, enrolment_id = school.learner()
    assert set_time(coordinator, enrolment_id, percent).status_code == 422
    assert count(school, QuizExtraTime) == 0


def test_there_is_no_place_for_a_reason_of_extra_time():
    assert set(QuizExtraTime.__table__.columns.keys()) == {"enrolment_id", "percent", "by_id", "at"}


def test_staff_read_results_and_leave_a_trace(school: School):
    pace(school, max_attempts=2, wait_minutes=60)
    person, enrolment_id = school.learner()
    sit_through(school, school.client(person))
    trainer = school.client(school.staff("trainer"))
    page = trainer.get(f"/learners/{enrolment_id}/quizzes").text
    assert "not passed" in page
    assert "The next attempt opens on" in page
    assert "Open something" not in page
    assert "Option a" not in page
    assert actions(school, enrolment_id)[-1] == ("quiz.read", "")


def test_a_running_attempt_that_gains_time_after_its_end_runs_again(school: School, coordinator: FlaskClient):
    pace(school, feedback="end", time_limit_minutes=20)
    person, enrolment_id = school.learner()
    client = school.client(person)
    attempt_id = school.begin(client)
    with later(minutes=21):
        assert "The time is over" in client.get(f"/attempts/{attempt_id}/1").text
        assert set_time(coordinator, enrolment_id, "50").status_code == 303
        assert "Time until" in client.get(f"/attempts/{attempt_id}/1").text
