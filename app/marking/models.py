"""Written answers that wait, their marks, and comments to choose from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.quizzes.models import Attempt

WAITING, SECOND, THIRD, RETURNED, SETTLED = "waiting", "second", "third", "returned", "settled"
FIRST_PART, SECOND_PART, AGREED_PART = "first", "second", "agreed"
MARKED, GIVEN_BACK = "marked", "returned"


class MarkingTask(Base):
    """One written answer of a finished attempt. Its id is the only name that a marker knows.

    waiting: nobody has marked this try; second: one has, and somebody else is to; third: the two differ; returned: the
    learner writes again; settled: the mark counts. `handed_at` is when this try was handed in.
    """

    __tablename__ = "marking_task"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id"),
        CheckConstraint("state IN ('waiting', 'second', 'third', 'returned', 'settled')", name="known_state"),
        Index("ix_marking_task_state_handed_at", "state", "handed_at"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    question_id: Mapped[str] = mapped_column(String(80))
    try_number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    second_wanted: Mapped[bool] = mapped_column(default=False)
    handed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    attempt: Mapped[Attempt] = relationship(Attempt)


class AnswerMark(Base):
    """What one marker gave, never changed: by which version of the rubric, and for which words.

    `levels` is criterion → level. A returned answer has no points. `reason` is why a third look decided as it did.
    """

    __tablename__ = "answer_mark"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id", "try_number", "part"),
        CheckConstraint("part IN ('first', 'second', 'agreed')", name="known_part"),
        CheckConstraint("decision IN ('marked', 'returned')", name="known_decision"),
        CheckConstraint("(decision = 'marked') = (points IS NOT NULL)", name="marked_with_points"),
        Index("ix_answer_mark_marker_id", "marker_id"),
    )

    id: Mapped[Id]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"))
    question_id: Mapped[str] = mapped_column(String(80))
    try_number: Mapped[int]
    part: Mapped[str] = mapped_column(String(10))
    marker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rubric_version: Mapped[str] = mapped_column(String(64))
    release_id: Mapped[int]
    levels: Mapped[dict[str, str]] = mapped_column(JSON)
    points: Mapped[int | None]
    most: Mapped[int]
    is_right: Mapped[bool | None]
    answer_text: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(10))
    marked_at: Mapped[datetime]


class MarkingComment(Base):
    """A phrase to choose: somebody's own, or (with an institution) everybody's there. Empty `question`: for any."""

    __tablename__ = "marking_comment"
    __table_args__ = (Index("ix_marking_comment_institution_id", "institution_id"),)

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    question: Mapped[str] = mapped_column(String(170), default="")  # lesson/question
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
