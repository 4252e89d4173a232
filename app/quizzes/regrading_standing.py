"""Corrections that stand: an attempt that ends after a question was corrected is counted by them from the start."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from app.catalogue.types import Question
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.quizzes import regrading_queries, regrading_rules, rules
from app.quizzes.models import Answer
from app.quizzes.queries import Sitting
from app.quizzes.regrading_models import QuizRegradeChange
from app.quizzes.regrading_queries import Standing
from app.quizzes.regrading_rules import DROP, Correction
from app.releases import queries as releases


def corrected(sitting: Sitting, scores: Mapping[str, int | None]) -> Mapping[str, int | None]:
    """The scores of an attempt that ends now, as corrections made before let them count."""
    drawn = {entry["id"]: str(entry["version"]) for entry in sitting.questions}
    standing = regrading_queries.list_standing(sitting.enrolment_id, sitting.lesson_id)
    found = [one for one in standing if drawn.get(one.question_id) in one.details["versions"]]
    if not found:
        return scores
    asked = {question.id: question for question in _questions(sitting.release_id, sitting.lesson_id)}
    given = _given(sitting.id)
    now_worth = dict(scores)
    for one in found:
        chosen, name = given.get(one.question_id), one.question_id
        if chosen is None:
            after = rules.FULL if one.way == DROP else None
        else:
            after = regrading_rules.score(_correction(one, sitting.lesson_id), asked[name], drawn[name], chosen)
        if after is not None and after != now_worth.get(name, -1):
            _keep(sitting, one, drawn[name], now_worth.get(name), after)
            now_worth[name] = after
    return now_worth


def _questions(release_id: int, lesson_id: str) -> tuple[Question, ...]:
    lesson = releases.published(release_id).catalogue.lessons.get(lesson_id)
    return lesson.quiz.questions if lesson and lesson.quiz else ()


def _given(attempt_id: int) -> dict[str, list[str]]:
    session().flush()
    rows = session().execute(select(Answer.question_id, Answer.chosen).where(Answer.attempt_id == attempt_id))
    return {row[0]: row[1] for row in rows}


def _correction(one: Standing, lesson_id: str) -> Correction:
    questions = _questions(one.release_id, lesson_id) if one.release_id else ()
    return Correction(
        way=one.way,
        question_id=one.question_id,
        versions=frozenset(one.details["versions"]),
        accepted=one.details["accepted"],
        corrected=next((question for question in questions if question.id == one.question_id), None),
    )


def _keep(sitting: Sitting, one: Standing, version: str, before: int | None, after: int) -> None:
    """A question that was dropped and left open gets a row that says so."""
    worth = {"score": after, "is_right": after >= rules.FULL}
    key = {"attempt_id": sitting.id, "question_id": one.question_id}
    blank = {**key, **worth, "version": version, "chosen": [], "language": "", "answered_at": now()}
    if not insert_unless_there(Answer, blank):
        session().execute(update(Answer).filter_by(**key).values(worth))
    values = {
        "regrade_id": one.id,
        "attempt_id": sitting.id,
        "score_before": before,
        "score_after": after,
        "percent_before": None,
        "percent_after": None,
        "passed_before": None,
        "passed_after": None,
    }
    insert_unless_there(QuizRegradeChange, values)
