"""Questions as plain data, each whole in itself: for other item banks, for review, for statistics elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.contract import scoring_of
from app.catalogue.types import Catalogue, Lesson, Question


def items_of(catalogue: Catalogue, lesson_id: str = "") -> Iterator[dict[str, Any]]:
    """Every question with its key, of one lesson or of all, in the order in which they are taught."""
    for lesson in catalogue.lessons.values():
        if lesson.quiz and lesson_id in ("", lesson.id):
            for question in lesson.quiz.questions:
                yield item_of(lesson, lesson.quiz.id, question)


def item_of(lesson: Lesson, quiz_id: str, question: Question) -> dict[str, Any]:
    """Texts are Markdown by language. `key` is an answer that earns full marks, as answers are kept; empty where a
    person marks."""
    kind = KINDS[question.kind]
    return {
        "lesson": lesson.id,
        "quiz": quiz_id,
        "id": question.id,
        "version": question.version,
        "kind": question.kind,
        "objective": question.objective,
        "must_pass": question.must_pass,
        "scoring": scoring_of(kind, question),
        "settings": {key: value for key, value in question.settings.items() if key != "scoring"},
        "title": dict(question.title),
        "stem": dict(question.stem),
        "explanation": dict(question.explanation),
        **kind.export(question),
        "key": kind.key(question),
    }
