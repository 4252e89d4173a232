"""Questions and results as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question, Quiz, Words
from app.quizzes import field_presenters as asking
from app.quizzes import rules
from app.quizzes.explanation_presenters import Explained, explained
from app.quizzes.field_presenters import FieldShown, Stretch
from app.quizzes.queries import Sitting


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """`stem` holds the fields that stand inside it, `fields` those below. `first_open` is where an error leads."""

    number: int
    of: int
    attempt_id: int
    lesson_id: str
    lesson_title: Words
    title: Words
    stem: list[Stretch]
    fields: list[FieldShown]
    first_open: str
    explained: Explained | None  # None: not answered yet
    must_pass: bool
    following: str  # where "continue" leads

    @property
    def has_gaps(self) -> bool:
        return len(self.stem) > 1

    @property
    def is_written(self) -> bool:
        """Whether somebody may have put much work into it."""
        return any(field.widget == "text" for field in self.fields)

    @property
    def has_parts(self) -> bool:
        return len(self.fields) + len(self.stem) > 2


def question(
    sitting: Sitting, lesson: Lesson, asked: Question, number: int, language: str, typed: Form | None = None
) -> QuestionShown:
    """`typed` is what a refused form held: it stands again as it was."""
    kind, given = KINDS[asked.kind], sitting.answers.get(asked.id)
    arrangement = sitting.questions[number - 1]["options"]
    chosen = given.chosen if given else ()
    fields = asking.overlaid(kind.ask(asked, arrangement, chosen), None if given else typed)
    shown = asking.fields(fields, language)
    stem = asking.stem(asking.html(asked.stem, language), shown)
    gaps = {stretch.field.gap: stretch.field.number for stretch in stem if stretch.field}
    lines = kind.explain(asked, arrangement, chosen) if given else ()
    following = sitting.first_open
    return QuestionShown(
        number=number,
        of=len(sitting.questions),
        attempt_id=sitting.id,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        title=asked.title,
        stem=stem,
        fields=[field for field in shown if field.gap not in gaps],
        first_open=next((field.id for field in shown if field.is_empty), shown[0].id),
        explained=explained(asked, fields, lines, given, gaps, language) if given else None,
        must_pass=asked.must_pass,
        following=f"/attempts/{sitting.id}/{following}" if following else f"/attempts/{sitting.id}",
    )


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
