"""Questions and results as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question, Words
from app.quizzes import field_presenters as asking
from app.quizzes.explanation_presenters import Explained, explained
from app.quizzes.field_presenters import FieldShown, Stretch
from app.quizzes.queries import Given, Sitting
from app.quizzes.texts import html


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


UNANSWERED = Given([], is_right=False, score=0)


def question(
    sitting: Sitting,
    lesson: Lesson,
    asked: Question,
    number: int,
    language: str,
    typed: Form | None = None,
    *,
    is_explained: bool = True,
) -> QuestionShown:
    """`typed` is what a refused form held: it stands again as it was. `is_explained`: what is known may be shown."""
    kind, given = KINDS[asked.kind], sitting.answers.get(asked.id)
    arrangement = sitting.questions[number - 1]["options"]
    chosen = given.chosen if given else ()
    told = (given or (UNANSWERED if sitting.finished_at else None)) if is_explained else None
    fields = asking.overlaid(kind.ask(asked, arrangement, chosen), None if told else typed)
    shown = asking.fields(fields, language)
    stem = asking.stem(html(asked.stem, language), shown)
    gaps = {stretch.field.gap: stretch.field.number for stretch in stem if stretch.field}
    lines = kind.explain(asked, arrangement, chosen) if told else ()
    following = None if sitting.finished_at else sitting.first_open
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
        explained=explained(asked, fields, lines, told, gaps, language) if told else None,
        must_pass=asked.must_pass,
        following=f"/attempts/{sitting.id}/{following}" if following else f"/attempts/{sitting.id}",
    )
