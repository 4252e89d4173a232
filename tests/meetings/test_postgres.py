"""The same rolls on PostgreSQL, where two trainers really write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core.db import session
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.meetings.models import Meeting
from app.meetings.rolls import Mark
from tests.meetings.test_rolls import act, has_attended, hold, minutes
from tests.support.curriculum import LIVE, READING
from tests.support.school import School

pytestmark = pytest.mark.postgres


def test_rolls_corrections_and_pages_work_there_too(postgres_school: School) -> None:
    school = postgres_school
    _, learner = school.learner()
    school.learner()
    _, other = school.learner()
    meeting = hold(school)
    act(school, "keep", meeting, {learner: Mark(True), other: Mark(None)})
    assert minutes(school, learner) == (0, 0, 90)
    marks = dict.fromkeys(range(1, other + 1), Mark(True))
    act(school, "close", meeting, marks)
    act(school, "correct", meeting, marks | {learner: Mark(True, late=60)}, "roll-corrected")
    assert minutes(school, learner) == (20, 10, 0)
    assert not has_attended(school, learner)
    with school.app.app_context():
        assert not list(verify(SOURCES, EARNED))
    coordinator = school.client(school.staff("coordinator"))
    for path in (
        "/",
        "/meetings",
        f"/meetings/{meeting}",
        f"/cohorts/{school.cohort_id}",
        f"/learners/{learner}",
        f"/as/{learner}",
        f"/as/{learner}/lessons/{READING}",
        f"/learners/{learner}/make-up/{LIVE}",
    ):
        assert coordinator.get(path).status_code == 200, path
    assert school.client(school.person("evaluator")).get("/").status_code == 200


def test_of_two_who_close_at_once_one_is_told(postgres_school: School) -> None:
    school = postgres_school
    _, learner = school.learner()
    meeting = hold(school)
    clients = [school.client(school.staff("trainer")) for _ in range(2)]
    tokens = [school.token(client) for client in clients]

    def close(number: int) -> int:
        sent = {"csrf_token": tokens[number], "version": 1, "action": "close", f"mark-{learner}": "present"}
        return clients[number].post(f"/meetings/{meeting}/roll", data=sent).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, range(2))) == [303, 409]
    assert minutes(school, learner) == (60, 30, 0)
    with school.app.app_context():
        assert session().get_one(Meeting, meeting).version == 2


def test_a_character_that_no_database_takes_is_left_out(postgres_school: School) -> None:
    school = postgres_school
    trainer = school.client(school.staff("trainer"))
    day = school.starts.isoformat()
    sent = {"lesson_id": LIVE, "day": day, "at": "18:00", "place": "Room\0 4"}
    made = school.post(trainer, f"/cohorts/{school.cohort_id}/meetings/new", **sent)
    assert made.status_code == 303
    assert "Room 4" in trainer.get(made.location).text


def test_two_rolls_of_one_lesson_closed_at_once_credit_it_once(postgres_school: School) -> None:
    school = postgres_school
    learners = [school.learner()[1] for _ in range(4)]
    marks = dict.fromkeys(learners, Mark(True))
    meetings = [hold(school, days_ago=days) for days in (2, 3, 4)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda meeting: act(school, "close", meeting, marks), meetings))
    assert {minutes(school, learner) for learner in learners} == {(60, 30, 0)}
    with school.app.app_context():
        assert not list(verify(SOURCES, EARNED))
