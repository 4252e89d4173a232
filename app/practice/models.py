"""Somebody's year of practice, to be read by nobody but its owner, and what a coordinator sets for a whole area."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class PracticeMark(Base):
    """What somebody did or skipped. `is_asked`: they were asked whether they used it, and answered or waved it away.

    `state` is empty where they were asked about something that they neither did nor skipped.
    """

    __tablename__ = "practice_mark"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    exercise_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    form: Mapped[str] = mapped_column(String(10))
    marked_on: Mapped[date]
    is_asked: Mapped[bool]


class PracticeSwap(Base):
    """Two exercises of a family that changed places; later ones stand on earlier ones."""

    __tablename__ = "practice_swap"

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    first_id: Mapped[str] = mapped_column(String(80))
    second_id: Mapped[str] = mapped_column(String(80))


class PracticePause(Base):
    """Days without an exercise, and never why. Null: until they come back."""

    __tablename__ = "practice_pause"

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]


class PracticeDay(Base):
    """A date that somebody chose for themselves, and for what: fasting, quiet, memorial, free. Never of whom it is."""

    __tablename__ = "practice_day"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)


class PracticeTool(Base):
    """How an exercise served somebody: sealed under their key. Without it a row says only that it was spoken of."""

    __tablename__ = "practice_tool"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    exercise_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CohortPause(Base):
    """Whole weeks in which a cohort has no exercise."""

    __tablename__ = "practice_cohort_pause"

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class PracticeAlert(Base):
    """An alert in an area: an institution, or one cohort of it. On until it is ended, or its last day is over."""

    __tablename__ = "practice_alert"
    __table_args__ = (Index("ix_practice_alert_institution_id_ended_at", "institution_id", "ended_at"),)

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
