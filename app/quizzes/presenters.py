"""Questions and results as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.catalogue.types import Lesson, Question, Quiz, Words, in_language
from app.core.words import direction_of
from app.quizzes import rules
from app.quizzes.kinds import KINDS
from app.quizzes.queries import Sitting
from app.web.trusted import rendered


def html(words: Words, language: str) -> Markup:
    """Rendered text of a release; marked with its own language where that is not the reader's."""
    used, text = in_language(words, language)
    if used == language or not text:
        return rendered(text)
    return rendered(f'<div lang="{used}" dir="{direction_of(used)}">{text}</div>')


@dataclass(frozen=True, slots=True)
class OptionShown:
    id: str
    text: Markup
    feedback: Markup
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    number: int
    of: int
    attempt_id: int
    lesson_id: str
    lesson_title: Words
    title: Words
    stem: Markup
    kind: str
    input_type: str
    options: list[OptionShown]
    is_answered: bool
    is_right: bool
    must_pass: bool
    following: str  # where "continue" leads


def question(sitting: Sitting, lesson: Lesson, asked: Question, number: int, language: str) -> QuestionShown:
    entry = sitting.questions[number - 1]
    given = sitting.answers.get(asked.id)
    following = sitting.first_open
    return QuestionShown(
        number=number,
        of=len(sitting.questions),
        attempt_id=sitting.id,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        title=asked.title,
        stem=html(asked.stem, language),
        kind=asked.kind,
        input_type=KINDS[asked.kind].input_type,
        options=_options(asked, entry, given.chosen if given else [], language),
        is_answered=given is not None,
        is_right=bool(given and given.is_right),
        must_pass=asked.must_pass,
        following=f"/attempts/{sitting.id}/{following}" if following else f"/attempts/{sitting.id}",
    )


def _options(asked: Question, entry: Mapping[str, Any], chosen: list[str], language: str) -> list[OptionShown]:
    by_id = {option.id: option for option in asked.options}
    return [
        OptionShown(
            option.id,
            html(option.text, language),
            html(option.feedback, language),
            option.is_right,
            option.id in chosen,
        )
        for option in (by_id[i] for i in entry["options"] if i in by_id)
    ]


def review(sitting: Sitting, quiz: Quiz) -> dict[str, Any]:
    """Everything of the result page: the score, and each question with what was answered."""
    by_id = {q.id: q for q in quiz.questions}
    outcome = rules.grade(quiz, sitting.questions, {i: a.is_right for i, a in sitting.answers.items()})
    rows = [
        {"number": n, "title": by_id[e["id"]].title, "is_right": sitting.answers[e["id"]].is_right}
        for n, e in enumerate(sitting.questions, 1)
        if e["id"] in by_id and e["id"] in sitting.answers
    ]
    return {"sitting": sitting, "result": outcome, "rows": rows}
