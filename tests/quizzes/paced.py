"""The small curriculum's first quiz under other rules: limits, waits, feedback, time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.clock import now
from app.core.db import session
from app.quizzes.models import Answer, Attempt
from tests.support import curriculum
from tests.support.school import School

READING = curriculum.READING
QUIZ = f"/lessons/{READING}/quiz"


def pace(school: School, name: str = "paced", **rules: Any) -> int:
    """Publishes the small curriculum with these rules for the quiz of READING."""
    lesson = curriculum.catalogue().lessons[READING]
    assert lesson.quiz is not None
    return school.publish(curriculum.catalogue(replace(lesson, quiz=replace(lesson.quiz, **rules))), name)


@contextmanager
def later(**span: float) -> Iterator[datetime]:
    """So long after now; the clock stands still there."""
    with time_machine.travel(now() + timedelta(**span), tick=False):
        yield now()


def attempt_of(school: School, attempt_id: int) -> Attempt:
    with school.app.app_context():
        return session().scalars(select(Attempt).filter_by(id=attempt_id)).one()


def chosen(school: School, attempt_id: int) -> dict[str, list[str]]:
    with school.app.app_context():
        rows = session().scalars(select(Answer).filter_by(attempt_id=attempt_id))
        return {row.question_id: row.chosen for row in rows}


def save(school: School, client: FlaskClient, attempt_id: int, number: int, *, right: bool = True, **more: str) -> str:
    """Sends an answer; where it leads."""
    key = school.right(school.drawn(attempt_id)[number - 1])
    given = key if right else (["b"] if key != ["b"] else ["a"])
    answer = school.post(client, f"/attempts/{attempt_id}/{number}", answer=given, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def save_all(school: School, client: FlaskClient, attempt_id: int, *, right: bool = True) -> None:
    for number in range(1, len(school.drawn(attempt_id)) + 1):
        save(school, client, attempt_id, number, right=right)


def hand_in(school: School, client: FlaskClient, attempt_id: int) -> None:
    answer = school.post(client, f"/attempts/{attempt_id}/hand-in")
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt_id}")


def fail(school: School, client: FlaskClient) -> int:
    """One attempt that does not pass, in a quiz whose answers are handed in."""
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id, right=False)
    hand_in(school, client, attempt_id)
    return attempt_id


def sit_through(school: School, client: FlaskClient) -> int:
    """The same where each answer is final."""
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id, right=False)
    return attempt_id
