"""Time: said before and during, counted from when something arrived, and never at the cost of what was saved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.clock import DEFAULT_ZONE, now, zone
from app.core.db import session, write_transaction
from app.hours.models import Credit
from app.jobs import housekeeping
from app.quizzes import finishing, queries, service, timing
from app.quizzes.models import QuizExtraTime
from app.releases import queries as releases
from tests.quizzes.paced import QUIZ, READING, attempt_of, chosen, hand_in, later, pace, save, save_all
from tests.quizzes.test_sitting import credited, do_steps, race
from tests.support import curriculum
from tests.support.school import School

LIMIT = 20


@pytest.fixture
def learner(school: School) -> tuple[FlaskClient, int]:
    pace(school, feedback="end", time_limit_minutes=LIMIT)
    person, enrolment_id = school.learner()
    return school.client(person), enrolment_id


def give_time(school: School, enrolment_id: int, percent: int) -> None:
    staff = school.staff("coordinator")
    with school.app.app_context(), write_transaction() as db:
        db.add(QuizExtraTime(enrolment_id=enrolment_id, percent=percent, by_id=staff.id, at=now()))


@given(minutes=st.integers(5, 180), percent=st.sampled_from((0, *timing.EXTRA_PERCENTS)))
def test_extra_time_is_a_share_of_the_limit(minutes: int, percent: int):
    quiz, start = replace(curriculum.quiz("any"), time_limit_minutes=minutes), datetime(2026, 3, 1, 8, tzinfo=UTC)
    due = timing.due_at(quiz, start, percent)
    assert due == start + timedelta(minutes=minutes) * (100 + percent) / 100


def test_before_one_begins_the_page_says_how_long_and_how_to_get_more(school: School, learner: tuple[FlaskClient, int]):
    client, enrolment_id = learner
    before = client.get(QUIZ).text
    assert "Your time: 20 min from when you begin" in before
    assert "You need not say why." in before
    give_time(school, enrolment_id, 50)
    after = client.get(QUIZ).text
    assert "Your time: 30 min from when you begin (your extra time of 50% is in it)" in after
    assert "ask a coordinator" not in after


@pytest.mark.parametrize(("percent", "minutes"), [(0, 20), (25, 25), (50, 30), (100, 40)])
def test_every_question_says_until_when(school: School, learner: tuple[FlaskClient, int], percent: int, minutes: int):
    client, enrolment_id = learner
    if percent:
        give_time(school, enrolment_id, percent)
    attempt_id = school.begin(client)
    attempt = attempt_of(school, attempt_id)
    assert attempt.due_at == attempt.started_at + timedelta(minutes=minutes)
    assert attempt.due_at is not None
    clock = f"{attempt.due_at.astimezone(zone(DEFAULT_ZONE)):%H:%M}"
    for path in ("1", "3", "hand-in"):
        page = client.get(f"/attempts/{attempt_id}/{path}").text
        assert f'Time until <bdi dir="ltr">{clock}</bdi>' in page
        left = re.search(r'data-deadline="(\d+)"', page)
        assert left is not None
        assert minutes * 60 - 60 < int(left[1]) <= minutes * 60


@pytest.mark.parametrize("seconds", [LIMIT * 60 - 1, LIMIT * 60, LIMIT * 60 + 29])
def test_an_answer_in_time_or_within_the_grace_counts(school: School, learner: tuple[FlaskClient, int], seconds: int):
    client, _ = learner
    attempt_id = school.begin(client)
    due = attempt_of(school, attempt_id).due_at
    with later(seconds=seconds):
        assert save(school, client, attempt_id, 1, hand_in="1") == f"/attempts/{attempt_id}"
    ended = attempt_of(school, attempt_id)
    assert ended.score_percent == 33
    assert ended.finished_at is not None
    assert due is not None
    assert ended.finished_at <= due


def test_a_late_answer_is_refused_kindly_and_everything_saved_counts(school: School, learner: tuple[FlaskClient, int]):
    client, enrolment_id = learner
    do_steps(school, client)
    attempt_id = school.begin(client)
    for number in (1, 2, 3):
        save(school, client, attempt_id, number)
    with later(minutes=LIMIT, seconds=31):
        assert save(school, client, attempt_id, 1, right=False) == f"/attempts/{attempt_id}?not_taken=1"
    ended = attempt_of(school, attempt_id)
    assert (ended.score_percent, ended.is_passed, ended.finished_at) == (100, True, ended.due_at)
    assert credited(school, enrolment_id) == [("practice", 30), ("theory", 60)]
    assert "came after the end" in client.get(f"/attempts/{attempt_id}?not_taken=1").text


def test_a_late_form_that_holds_nothing_new_is_no_loss(school: School, learner: tuple[FlaskClient, int]):
    client, _ = learner
    attempt_id = school.begin(client)
    save(school, client, attempt_id, 1)
    with later(minutes=LIMIT, seconds=31):
        sent = school.post(client, f"/attempts/{attempt_id}/2", hand_in="1")
        assert sent.location == f"/attempts/{attempt_id}"
    assert attempt_of(school, attempt_id).score_percent == 33


def test_handing_in_with_an_empty_question_hands_in_the_rest(school: School, learner: tuple[FlaskClient, int]):
    client, _ = learner
    attempt_id = school.begin(client)
    save(school, client, attempt_id, 1)
    assert school.post(client, f"/attempts/{attempt_id}/2", hand_in="1").location == f"/attempts/{attempt_id}"
    assert attempt_of(school, attempt_id).score_percent == 33


def test_who_waits_in_our_queue_is_not_late(school: School, learner: tuple[FlaskClient, int]):
    """The answer arrives in time and is written long after: what counts is when it arrived."""
    client, _ = learner
    attempt_id = school.begin(client)
    due = attempt_of(school, attempt_id).due_at
    assert due is not None
    drawn = school.drawn(attempt_id)
    with school.app.app_context(), time_machine.travel(due + timedelta(minutes=10), tick=False), write_transaction():
        sitting = queries.get_to_close(attempt_id)
        lesson = releases.published(sitting.release_id).catalogue.lessons[READING]
        assert lesson.quiz is not None
        asked = service.question_of(lesson.quiz, sitting, 1)
        assert asked is not None
        form = {"answer": school.right(drawn[0])}
        done = service.answer(sitting, lesson, asked, form, language="en", arrived=due, hand_in=True)
        assert done.is_taken
        assert done.ended is not None
    assert chosen(school, attempt_id) == {drawn[0]: school.right(drawn[0])}


def test_the_stamp_of_arrival_is_taken_before_anything_waits(school: School, learner: tuple[FlaskClient, int]):
    hooks = [hook.__module__ for hook in school.app.before_request_funcs[None]]
    assert hooks[:2] == ["app.operations.requests", "app.web.arrival"]


@pytest.mark.parametrize("path", ["", "/1", "/3", "/hand-in"])
def test_after_the_end_a_page_asks_for_one_press_and_changes_nothing(
    school: School, learner: tuple[FlaskClient, int], path: str
):
    client, _ = learner
    attempt_id = school.begin(client)
    save(school, client, attempt_id, 1)
    with later(minutes=LIMIT):
        page = client.get(f"/attempts/{attempt_id}{path}")
        assert page.status_code == 200
        assert "The time is over" in page.text
        assert "1 of 3 questions have a saved answer" in page.text
        assert page.text.count(f'action="/attempts/{attempt_id}/hand-in"') == 1
        assert attempt_of(school, attempt_id).finished_at is None
        assert "The time of your attempt is over" in client.get(QUIZ).text
        hand_in(school, client, attempt_id)
    ended = attempt_of(school, attempt_id)
    assert ended.finished_at == ended.due_at


def test_the_house_closes_what_nobody_comes_back_to(school: School, learner: tuple[FlaskClient, int]):
    client, enrolment_id = learner
    do_steps(school, client)
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id)
    with later(minutes=LIMIT, seconds=89), school.app.app_context():
        assert finishing.close_overdue() == 0
    with later(days=2), school.app.app_context():
        housekeeping.run_often()
        housekeeping.run_often()
    ended = attempt_of(school, attempt_id)
    assert (ended.finished_at, ended.is_passed) == (ended.due_at, True)
    assert credited(school, enrolment_id) == [("practice", 30), ("theory", 60)]
    with school.app.app_context():
        days = set(session().scalars(select(Credit.day).filter_by(enrolment_id=enrolment_id)))
    assert ended.due_at is not None
    assert days == {ended.due_at.astimezone(zone(DEFAULT_ZONE)).date()}


def test_the_house_leaves_open_attempts_without_an_end_alone(school: School):
    pace(school, feedback="end")
    client = school.client(school.learner()[0])
    attempt_id = school.begin(client)
    with later(days=100), school.app.app_context():
        assert finishing.close_overdue() == 0
    assert attempt_of(school, attempt_id).due_at is None


def test_an_open_attempt_keeps_its_time_whatever_a_release_says(school: School, learner: tuple[FlaskClient, int]):
    client, _ = learner
    attempt_id = school.begin(client)
    due = attempt_of(school, attempt_id).due_at
    pace(school, "hurry", feedback="end", time_limit_minutes=5)
    assert "Time until" in client.get(f"/attempts/{attempt_id}/1").text
    assert attempt_of(school, attempt_id).due_at == due


def test_a_wait_is_counted_from_the_end_of_the_time(school: School):
    pace(school, feedback="end", time_limit_minutes=LIMIT, wait_minutes=60)
    client = school.client(school.learner()[0])
    attempt_id = school.begin(client)
    with later(minutes=LIMIT + 50):
        hand_in(school, client, attempt_id)
        assert "The next attempt opens on" in client.get(QUIZ).text
    with later(minutes=LIMIT + 60):
        assert school.begin(client) != attempt_id


def close_while_answers_come(school: School) -> None:
    """The house and a learner's late press meet: one of them ends it, nobody is counted twice."""
    pace(school, "meeting", feedback="end", time_limit_minutes=LIMIT)
    person, enrolment_id = school.learner()
    tabs = [school.client(person) for _ in range(3)]
    do_steps(school, tabs[0])
    attempt_id = school.begin(tabs[0])
    save_all(school, tabs[0], attempt_id)
    for tab in tabs:
        school.token(tab)

    def send(number: int) -> int:
        if number == 0:
            with school.app.app_context():
                return finishing.close_overdue() and 303
        return school.post(tabs[number], f"/attempts/{attempt_id}/hand-in").status_code

    with later(minutes=LIMIT + 2):
        assert set(race(school, 3, send)) <= {0, 303}
    assert attempt_of(school, attempt_id).is_passed
    assert credited(school, enrolment_id) == [("practice", 30), ("theory", 60)]


def test_the_house_and_the_learner_close_together(school: School):
    close_while_answers_come(school)


@pytest.mark.postgres
def test_the_house_and_the_learner_close_together_on_postgresql(postgres_school: School):
    close_while_answers_come(postgres_school)
