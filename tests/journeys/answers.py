"""What a learner who knows the material would choose."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache
from pathlib import Path

from app.catalogue.files import read_tree
from app.catalogue.types import Catalogue, Lesson
from app.config import ROOT
from app.releases.service import checked


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return checked(read_tree(ROOT)).catalogue


def lesson(lesson_id: str) -> Lesson:
    return catalogue().lessons[lesson_id]


def right_options(database: Path, attempt_id: int, number: int, lesson_id: str) -> list[str]:
    """The right answer to the question that stands at `number` in an attempt."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        (drawn,) = connection.execute("SELECT questions FROM quiz_attempt WHERE id = ?", (attempt_id,)).fetchone()
    question_id = json.loads(drawn)[number - 1]["id"]
    quiz = lesson(lesson_id).quiz
    assert quiz is not None
    question = next(q for q in quiz.questions if q.id == question_id)
    return [option.id for option in question.options if option.is_right]
