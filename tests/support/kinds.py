"""A quiz with one question of every kind, beside the small curriculum, and forms that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from flask.testing import FlaskClient
from sqlalchemy import select

from app.catalogue.kinds import KINDS
from app.catalogue.types import Lesson, Question
from app.core.db import session
from app.quizzes.models import Answer, Attempt
from app.releases import compile as compiled
from tests.support import curriculum
from tests.support.questions import one_of_each
from tests.support.school import School

EVERY_KIND = "every-kind"
WRITTEN = "זה נשמע בודד מאוד, ואני כאן איתך עכשיו."
Fields = Mapping[str, Sequence[str]]


@cache
def lesson() -> Lesson:
    """Drawn whole: an attempt asks every question."""
    quiz = one_of_each(EVERY_KIND)
    written = curriculum.lesson(EVERY_KIND, "first", quiz=replace(quiz, draw=len(quiz.questions)))
    catalogue = replace(curriculum.catalogue(written), lessons={EVERY_KIND: written})
    return compiled.compile_catalogue(catalogue, {}).lessons[EVERY_KIND]


def asked(kind: str) -> Question:
    quiz = lesson().quiz
    assert quiz is not None
    return next(question for question in quiz.questions if question.kind == kind)


def right_form(question: Question) -> dict[str, list[str]]:
    """What a browser sends for full marks, or for something to be marked."""
    kind = KINDS[question.kind]
    return kind.form(question, [WRITTEN] if kind.is_marked else kind.key(question))


@dataclass(frozen=True)
class Sitter:
    """Somebody who sits the quiz; `changed` questions are asked in place of those of the same kind."""

    school: School
    client: FlaskClient
    attempt_id: int
    questions: Mapping[str, Question]

    @classmethod
    def begin(cls, school: School, *changed: Question) -> Sitter:
        quiz = lesson().quiz
        assert quiz is not None
        questions = {one.kind: one for one in (*quiz.questions, *changed)}
        own = replace(lesson(), quiz=replace(quiz, questions=tuple(questions.values())))
        school.publish(curriculum.catalogue(own), "every-kind")
        client = school.client(school.learner()[0])
        return cls(school, client, school.begin(client, EVERY_KIND), questions)

    def path(self, kind: str) -> str:
        return f"/attempts/{self.attempt_id}/{self.school.drawn(self.attempt_id).index(self.questions[kind].id) + 1}"

    def page(self, kind: str, language: str = "en") -> str:
        answer = self.client.get(f"{self.path(kind)}?lang={language}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, kind: str, form: Fields):  # type: ignore[no-untyped-def]
        return self.school.post(self.client, self.path(kind), **form)

    def explained(self, kind: str, form: Fields) -> str:
        """The page behind an answer."""
        assert self.send(kind, form).status_code == 303
        return self.page(kind)

    def kept(self, kind: str) -> Answer:
        with self.school.app.app_context():
            wanted = select(Answer).filter_by(attempt_id=self.attempt_id, question_id=self.questions[kind].id)
            return session().scalars(wanted).one()

    def arrangement(self, kind: str) -> list[str]:
        with self.school.app.app_context():
            drawn = session().get_one(Attempt, self.attempt_id).questions
            return next(one["options"] for one in drawn if one["id"] == self.questions[kind].id)
