"""Cohorts, enrolments, and the calendar of an institution."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.core.db import Base, Id


class Cohort(Base):
    """`release_id` pins the cohort to a release; null follows the active one.

    `duty_due_on`: it was open before somebody had to be on duty, and by this day somebody is to be.
    """

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("institution_id", "programme_id", "name"),)

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    programme_id: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    release_id: Mapped[int | None]
    duty_due_on: Mapped[date | None]

    institution: Mapped[Institution] = relationship(Institution)


class Enrolment(Base):
    """A learner in a cohort; `left_on` ends it without forgetting what was learned."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None]

    person: Mapped[Person] = relationship(Person)
    cohort: Mapped[Cohort] = relationship(Cohort)


class CalendarSpan(Base):
    """Days of an institution's year: a `term`, or a `break` in which nothing is taught; both ends included."""

    __tablename__ = "calendar_span"
    __table_args__ = (Index("ix_calendar_span_institution_id_first_day", "institution_id", "first_day"),)

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    first_day: Mapped[date]
    last_day: Mapped[date]
