"""A learner's own written answer, as the learner reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.kinds import FIELD, KINDS
from app.catalogue.kinds.reflective import most_points
from app.catalogue.types import Question, Words
from app.marking import queries, rules
from app.marking.asked import get_asked
from app.marking.models import AGREED_PART, FIRST_PART, RETURNED, SETTLED, AnswerMark, MarkingTask
from app.marking.presenters import CriterionShown, criteria
from app.quizzes.texts import html


@dataclass(frozen=True, slots=True)
class Area:
    """The field of the next try, as the quiz drew that of the first one."""

    value: str
    least: int  # words
    most: int
    longest: int  # characters
    id: str = "answer-0"
    name: str = FIELD
    widget: str = "text"

    @property
    def words(self) -> int:
        return len(self.value.split())

    @property
    def is_empty(self) -> bool:
        return not self.value.strip()


def area(question: Question, text: str) -> Area:
    asked = KINDS[question.kind].ask(question, (), (text,))[0]
    return Area(text, *asked.limits, asked.longest)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A try that came back."""

    text: str
    comment: str


@dataclass(frozen=True, slots=True)
class Written:
    """A learner's own written answer. `standing`: waits, returned, marked. Who marked, and how often, is not told."""

    title: Words
    lesson_id: str
    lesson_title: Words
    stem: Markup
    text: str
    standing: str
    criteria: list[CriterionShown]
    points: int
    most: int
    is_right: bool
    comment: str
    explanation: Markup
    earlier: list[Earlier]
    tries_left: int
    version: int


def written(one: MarkingTask, language: str) -> Written:
    asked, marks = get_asked(one), queries.list_marks(one)
    standing = {SETTLED: "marked", RETURNED: "returned"}.get(one.state, "waits")
    counts = _counting(one, marks) if standing != "waits" else None
    is_marked = standing == "marked" and counts is not None
    return Written(
        title=asked.question.title,
        lesson_id=one.lesson_id,
        lesson_title=asked.lesson.title,
        stem=html(asked.question.stem, language),
        text=" ".join(queries.get_answer(one).chosen),
        standing=standing,
        criteria=criteria(asked.question, counts.levels, language) if is_marked and counts else [],
        points=counts.points or 0 if counts else 0,
        most=most_points(asked.question),
        is_right=bool(counts and counts.is_right),
        comment=counts.comment if counts else "",
        explanation=html(asked.question.explanation, language) if is_marked else Markup(""),
        earlier=[_earlier(marks, number) for number in range(1, one.try_number)],
        tries_left=rules.MOST_TRIES - one.try_number,
        version=one.version,
    )


def _counting(one: MarkingTask, marks: Sequence[AnswerMark]) -> AnswerMark | None:
    """The mark that counts for this try: the agreed one, else the first."""
    own = {mark.part: mark for mark in marks if mark.try_number == one.try_number}
    return own.get(AGREED_PART) or own.get(FIRST_PART)


def _earlier(marks: Sequence[AnswerMark], number: int) -> Earlier:
    own = {mark.part: mark for mark in marks if mark.try_number == number}
    counted = own.get(AGREED_PART) or own[FIRST_PART]
    return Earlier(counted.answer_text, counted.comment)
