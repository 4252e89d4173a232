"""A quiz whose questions are corrected: who sat it how, the pages of a correction, and what it did."""

from __future__ import annotations

import re
from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.catalogue.types import Question
from app.core.db import session
from app.hours.models import Credit
from app.notices.models import Notice
from app.quizzes.models import Answer, Attempt
from tests.support import curriculum
from tests.support.house import csrf_of
from tests.support.school import School

LESSON = curriculum.READING
HOME = f"/quizzes/{LESSON}/regrade"


def whole_pool(school: School, *changed: Question, pass_percent: int = 60, name: str = "whole") -> int:
    """Publishes the lesson with a quiz that draws every question; `changed` stand in for those of the same id."""
    quiz = curriculum.quiz(LESSON, draw=6, pass_percent=pass_percent)
    by_id = {question.id: question for question in (*quiz.questions, *changed)}
    lesson = curriculum.lesson(
        LESSON, "first", segments=curriculum.segments(), quiz=replace(quiz, questions=tuple(by_id.values()))
    )
    return school.publish(curriculum.catalogue(lesson), name)


def name(number: int | str) -> str:
    return f"{LESSON}-q{number}" if isinstance(number, int) else number


def with_key(number: int, *right: str, offered: str = "abc") -> Question:
    """The question with another key, and so another version."""
    asked = curriculum.question(name(number), f"o{(number - 1) % 3 + 1}", version="v2")
    return replace(asked, options=tuple(curriculum.option(x, right=x in right) for x in offered))


def sit(school: School, client: FlaskClient, *wrong: int) -> int:
    attempt_id = school.begin(client, LESSON)
    school.answer_all(client, attempt_id, wrong=frozenset(name(number) for number in wrong))
    return attempt_id


def attempt(school: School, attempt_id: int) -> Attempt:
    with school.app.app_context():
        return session().get_one(Attempt, attempt_id)


def score(school: School, attempt_id: int, number: int) -> int | None:
    with school.app.app_context():
        return session().get_one(Answer, (attempt_id, name(number))).score


def token_of(page: str, text: str) -> str:
    """The mark of the answer that reads so."""
    found = re.search(rf'value="([0-9a-f]{{16}})" id="accept-\1"[^>]*><label[^>]*>[^<]*{re.escape(text)}', page)
    assert found, page
    return found[1]


def show(client: FlaskClient, number: int | str, way: str, *accept: str) -> TestResponse:
    """`number` of a question, or its id."""
    return client.get(f"{HOME}/{name(number)}/preview", query_string={"way": way, "accept": list(accept)})


def hidden(page: str, field: str) -> list[str]:
    return re.findall(rf'name="{field}" value="([^"]*)"', page)


def do(client: FlaskClient, page: str, number: int | str, reason: str = "The key was wrong") -> TestResponse:
    """Sends the form of a page that shows who changes."""
    form = {field: hidden(page, field) for field in ("way", "accept", "digest", "form_key")}
    form |= {"csrf_token": [csrf_of(page)], "reason": [reason]}
    return client.post(f"{HOME}/{name(number)}/preview", data=form)


def notices(school: School, person_id: int) -> list[str]:
    with school.app.app_context():
        return list(session().scalars(select(Notice.link).where(Notice.person_id == person_id)))


def rows(school: School, model: type) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count()).select_from(model)).one()


def credited(school: School, enrolment_id: int) -> int:
    with school.app.app_context():
        return (
            session()
            .scalars(select(func.coalesce(func.sum(Credit.minutes), 0)).filter_by(enrolment_id=enrolment_id))
            .one()
        )
