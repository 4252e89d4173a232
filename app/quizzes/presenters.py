"""Questions and results as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.catalogue.kinds import KINDS, Field, Line
from app.catalogue.types import Lesson, Question, Quiz, Words, in_language
from app.core.words import direction_of
from app.quizzes import rules
from app.quizzes.queries import Sitting
from app.web.trusted import rendered


def html(words: Words, language: str) -> Markup:
    """Rendered text of a release; marked with its own language where that is not the reader's."""
    used, text = in_language(words, language)
    if used == language or not text:
        return rendered(text)
    return rendered(f'<div lang="{used}" dir="{direction_of(used)}">{text}</div>')


@dataclass(frozen=True, slots=True)
class OfferShown:
    id: str
    text: Markup
    is_given: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One input of a question; `id` is unique on the page."""

    widget: str
    id: str
    name: str
    label: Markup
    offers: list[OfferShown]
    value: str
    unit: Markup
    gap: str
    longest: int
    limits: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LineShown:
    id: str
    asked: Markup
    given: list[Markup]
    right: list[Markup]
    feedback: Markup
    is_right: bool | None
    is_key: bool
    is_given: bool


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
    fields: list[FieldShown]
    lines: list[LineShown]
    explanation: Markup
    is_answered: bool
    is_right: bool | None
    share: int  # percent of full marks
    must_pass: bool
    following: str  # where "continue" leads


def question(
    sitting: Sitting, lesson: Lesson, asked: Question, number: int, language: str, typed: Sequence[str] = ()
) -> QuestionShown:
    """`typed` is what a refused answer held."""
    entry = sitting.questions[number - 1]
    given = sitting.answers.get(asked.id)
    following = sitting.first_open
    kind = KINDS[asked.kind]
    arrangement = entry["options"]
    return QuestionShown(
        number=number,
        of=len(sitting.questions),
        attempt_id=sitting.id,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        title=asked.title,
        stem=html(asked.stem, language),
        kind=asked.kind,
        fields=[] if given else _fields(kind.ask(asked, arrangement, typed), language),
        lines=_lines(kind.explain(asked, arrangement, given.chosen), language) if given else [],
        explanation=html(asked.explanation, language) if given else Markup(""),
        is_answered=given is not None,
        is_right=given.is_right if given else None,
        share=max(given.score or 0, 0) * 100 // rules.FULL if given else 0,
        must_pass=asked.must_pass,
        following=f"/attempts/{sitting.id}/{following}" if following else f"/attempts/{sitting.id}",
    )


def _fields(fields: Sequence[Field], language: str) -> list[FieldShown]:
    return [
        FieldShown(
            widget=field.widget,
            id=f"answer-{number}",
            name=field.name,
            label=html(field.label, language),
            offers=[OfferShown(o.id, html(o.text, language), o.id in field.value) for o in field.offers],
            value=field.value[0] if field.value else "",
            unit=html(field.unit, language),
            gap=field.gap,
            longest=field.longest,
            limits=field.limits,
        )
        for number, field in enumerate(fields)
    ]


def _lines(lines: Sequence[Line], language: str) -> list[LineShown]:
    return [
        LineShown(
            id=line.id,
            asked=html(line.asked, language),
            given=[_said(one, language) for one in line.given],
            right=[_said(one, language) for one in line.right],
            feedback=html(line.feedback, language),
            is_right=line.is_right,
            is_key=line.is_key,
            is_given=line.is_given,
        )
        for line in lines
    ]


def _said(words: Words | str, language: str) -> Markup:
    return Markup('<bdi dir="auto">{}</bdi>').format(words) if isinstance(words, str) else html(words, language)


def review(sitting: Sitting, quiz: Quiz) -> dict[str, Any]:
    """Everything of the result page: the score, and each question with what was answered."""
    by_id = {q.id: q for q in quiz.questions}
    outcome = rules.grade(quiz, sitting.questions, sitting.scores)
    rows = [
        {"number": n, "title": by_id[e["id"]].title, "is_right": sitting.answers[e["id"]].is_right}
        for n, e in enumerate(sitting.questions, 1)
        if e["id"] in by_id and e["id"] in sitting.answers
    ]
    return {"sitting": sitting, "result": outcome, "rows": rows}
