"""What a learner who knows the material would choose."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache
from pathlib import Path

from app.catalogue.files import read_tree
from app.catalogue.types import Catalogue, Lesson, Question
from app.config import ROOT
from app.releases.service import checked
from tests.support.filling import right


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return checked(read_tree(ROOT)).catalogue


def lesson(lesson_id: str) -> Lesson:
    return catalogue().lessons[lesson_id]


def right_form(database: Path, attempt_id: int, number: int, lesson_id: str) -> dict[str, list[str]]:
    """What a browser sends for the right answer to the question at `number`; to a written one, words enough."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        (drawn,) = connection.execute("SELECT questions FROM quiz_attempt WHERE id = ?", (attempt_id,)).fetchone()
    question_id = json.loads(drawn)[number - 1]["id"]
    question = next(one for one in _questions(lesson_id) if one.id == question_id)
    return right(question)


def deal_choices(database: Path, attempt_id: int, lesson_id: str) -> None:
    """Puts questions with one right answer of three into an attempt that has just begun, as many as it holds."""
    with sqlite3.connect(database) as connection:
        (drawn,) = connection.execute("SELECT questions FROM quiz_attempt WHERE id = ?", (attempt_id,)).fetchone()
        dealt = [
            {"id": one.id, "version": one.version, "options": [option.id for option in one.options]}
            for one in _questions(lesson_id)
            if one.kind == "single"
        ][: len(json.loads(drawn))]
        connection.execute("UPDATE quiz_attempt SET questions = ? WHERE id = ?", (json.dumps(dealt), attempt_id))


def _questions(lesson_id: str) -> tuple[Question, ...]:
    quiz = lesson(lesson_id).quiz
    assert quiz is not None
    return quiz.questions
