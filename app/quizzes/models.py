"""Attempts and their answers; what somebody opened for one learner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class Attempt(Base):
    """One sitting. `questions` is the draw in order: [{"id", "version", "options": [ids in the order shown]}].

    After `due_at` no answer is taken. A finished attempt whose `is_passed` is null waits for a person's mark.
    """

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_quiz_attempt_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index(
            "ix_quiz_attempt_running",
            "due_at",
            sqlite_where=text("finished_at IS NULL AND due_at IS NOT NULL"),
            postgresql_where=text("finished_at IS NULL AND due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    quiz_id: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    release_id: Mapped[int]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    score_percent: Mapped[int | None]
    is_passed: Mapped[bool | None]


class Answer(Base):
    """What was answered, as given; `version` is the question's hash at that time.

    `score` is in thousandths of the question's full marks; it and `is_right` are null until a person has marked it.
    """

    __tablename__ = "quiz_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[list[str]] = mapped_column(JSON)
    is_right: Mapped[bool | None]
    score: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(2))
    answered_at: Mapped[datetime]


class QuizOverride(Base):
    """Somebody changed a quiz's rules for one learner: `kind` is extra-attempt, no-wait or passed. The reason stays."""

    __tablename__ = "quiz_override"
    __table_args__ = (Index("ix_quiz_override_enrolment_id_quiz_id", "enrolment_id", "quiz_id"),)

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    quiz_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class QuizExtraTime(Base):
    """Percent that a time limit grows by for one learner. There is no column for why: that is nobody's business."""

    __tablename__ = "quiz_extra_time"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    percent: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
