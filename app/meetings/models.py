"""Meetings, their rolls, make-up tasks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Id
from app.enrolment.models import Cohort, Enrolment

PLANNED, CLOSED, CANCELLED = "planned", "closed", "cancelled"


class Meeting(Base):
    """A lesson of a cohort at a moment. `version` counts every change of the meeting and its roll.

    `roll_revision` is the revision of `attendance` that holds now; `release_id` the release the roll was closed on.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("state IN ('planned', 'closed', 'cancelled')", name="known_state"),
        Index("ix_meeting_cohort_id_starts_at", "cohort_id", "starts_at"),
    )

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default=PLANNED)
    version: Mapped[int] = mapped_column(default=1)
    roll_revision: Mapped[int] = mapped_column(default=1)
    release_id: Mapped[int | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(Cohort)

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == CANCELLED


class Attendance(Base):
    """One learner on one revision of a roll. `is_present` is null until somebody has marked it.

    `minutes` present = the meeting's minutes less those late and those left early; never below 0.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("minutes >= 0 AND late >= 0 AND early >= 0", name="no_negative_minutes"),
        CheckConstraint("is_present OR minutes = 0", name="absent_without_minutes"),
        Index("ix_attendance_enrolment_id", "enrolment_id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    is_present: Mapped[bool | None]
    late: Mapped[int] = mapped_column(default=0)
    early: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    reason_code: Mapped[str] = mapped_column(String(40), default="")  # why this revision was made
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class MakeUpTask(Base):
    """A task for missed minutes of a lesson. `handed_in` is the learner's work text, `comment` the trainer's answer."""

    __tablename__ = "make_up_task"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="some_minutes"),
        CheckConstraint("state IN ('set', 'handed-in', 'returned', 'accepted', 'withdrawn')", name="known_state"),
        Index("ix_make_up_task_enrolment_id_lesson_id", "enrolment_id", "lesson_id"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="set")
    handed_in: Mapped[str] = mapped_column(Text, default="")
    handed_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    release_id: Mapped[int | None]  # the one it was accepted on
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
