"""kill -9 in the middle of 200 answers: what was acknowledged is there after the restart, and nothing counts twice."""

from __future__ import annotations

import http.client
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import sessions
from app.accounts.models import Person
from app.core.db import session, write_transaction
from app.hours.models import Credit
from app.progress import queries as progress_queries
from app.progress import service as progress
from app.quizzes import service as quizzes
from app.quizzes.models import Answer, Attempt
from app.releases.queries import get_published
from tests.support import curriculum
from tests.support.cookies import signed_in
from tests.support.installation import Installation
from tests.support.school import School

LEARNERS, KILLED_AFTER = 200, 150


@dataclass(frozen=True)
class Learner:
    """Somebody in the middle of a quiz: `answers` are (number, question, options that are right)."""

    cookie: str
    token: str
    attempt_id: int
    enrolment_id: int
    answers: tuple[tuple[int, str, tuple[str, ...]], ...]


def enrol_many(school: School) -> list[Learner]:
    """Learners with every step done and a quiz begun; their browsers are signed in without two hundred passwords."""
    people = [school.learner() for _ in range(LEARNERS)]
    lifetimes = school.app.extensions["kelim_lifetimes"]
    with school.app.app_context(), write_transaction():
        content = get_published()
        lesson = content.catalogue.lessons[curriculum.READING]
        begun = []
        for person, enrolment_id in people:
            for step in ("choose", "tick"):
                progress.do_step(enrolment_id, lesson, step, release_id=content.release_id)
            learning = progress_queries.get_learning(enrolment_id)
            attempt = quizzes.start(learning, lesson, content.release_id)
            token = sessions.open_session(session().get_one(Person, person.id), ["learner"], lifetimes)
            begun.append((token, attempt.id, enrolment_id, [one["id"] for one in attempt.questions]))
    return [_learner(school, *one) for one in begun]


def _learner(school: School, token: str, attempt_id: int, enrolment_id: int, names: list[str]) -> Learner:
    cookie, csrf_token = signed_in(school.app, token)
    answers = tuple((number, name, tuple(school.right(name))) for number, name in enumerate(names, 1))
    return Learner(cookie, csrf_token, attempt_id, enrolment_id, answers)


class Crowd:
    """Sends everybody's answers at once and remembers what was acknowledged."""

    def __init__(self, learners: list[Learner], port: int) -> None:
        self.learners, self.port = learners, port
        self.acknowledged: set[tuple[int, str]] = set()
        self.odd: list[int] = []
        self.enough, self.lock = Event(), Lock()

    def send_all(self) -> None:
        with ThreadPoolExecutor(len(self.learners)) as pool:
            list(pool.map(self._send, self.learners))

    def _send(self, learner: Learner) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            for number, question, options in learner.answers:
                try:
                    status, location = self._post(connection, learner, number, options)
                except (OSError, http.client.HTTPException):
                    return  # a lost connection: nothing was acknowledged
                self._note(status, location, learner.attempt_id, question)

    def _post(
        self, connection: http.client.HTTPConnection, learner: Learner, number: int, options: tuple[str, ...]
    ) -> tuple[int, str]:
        body = urlencode([("csrf_token", learner.token), *(("answer", option) for option in options)])
        headers = {"Cookie": f"kelim={learner.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/attempts/{learner.attempt_id}/{number}", body, headers)
        with closing(connection.getresponse()) as answer:
            answer.read()
            return answer.status, answer.headers["Location"] or ""

    def _note(self, status: int, location: str, attempt_id: int, question: str) -> None:
        with self.lock:
            if status == 303 and location.startswith("/attempts/"):
                self.acknowledged.add((attempt_id, question))
            else:
                self.odd.append(status)
            if len(self.acknowledged) >= KILLED_AFTER:
                self.enough.set()


def kept(app: Flask) -> Counter[tuple[int, str]]:
    with app.app_context():
        return Counter((row[0], row[1]) for row in session().execute(select(Answer.attempt_id, Answer.question_id)))


def credited(app: Flask) -> dict[int, tuple[int, int]]:
    """Enrolment → (rows, minutes)."""
    with app.app_context():
        counts = select(Credit.enrolment_id, func.count(), func.sum(Credit.minutes)).group_by(Credit.enrolment_id)
        return {row[0]: (row[1], row[2]) for row in session().execute(counts)}


@pytest.fixture
def installation(school: School) -> Installation:
    settings = school.app.extensions["kelim_settings"]
    return Installation(Path(settings.instance_dir), {"environment": "test"})


def test_every_acknowledged_answer_outlives_kill_nine_and_none_counts_twice(school: School, installation: Installation):
    learners = enrol_many(school)
    with installation.served("web") as served, ThreadPoolExecutor(1) as background:
        crowd = Crowd(learners, served.port)
        sending = background.submit(crowd.send_all)
        assert crowd.enough.wait(60), (len(crowd.acknowledged), crowd.odd[:5], served.output()[-2000:])
        served.kill()
        sending.result(60)
    assert crowd.odd == []
    total = sum(len(learner.answers) for learner in learners)
    assert KILLED_AFTER <= len(crowd.acknowledged) < total, "the kill must fall into the middle"

    after = kept(school.app)
    assert crowd.acknowledged <= set(after)
    assert set(after.values()) == {1}

    with installation.served("web") as served:
        again = Crowd(learners, served.port)
        again.send_all()
    assert again.odd == []
    assert len(again.acknowledged) == total
    assert set(kept(school.app).values()) == {1}
    assert sum(kept(school.app).values()) == total
    assert credited(school.app) == {learner.enrolment_id: (2, 90) for learner in learners}
    with school.app.app_context():
        assert session().scalars(select(func.count()).where(Attempt.is_passed)).one() == LEARNERS
    assert "0 faults" in installation.flask("hours", "verify")
