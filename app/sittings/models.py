"""Sittings: what the ledger needs in plain sight, everything else sealed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class Sitting(Base):
    """One time with one exercise, on the release on which it was begun. Days only, no moments.

    `sealed` is null while nothing has been kept, and again once its person has deleted it; `exercise_id` is null once
    they were erased. `earned`: the minutes that it brought to the ledger, 0 where an earlier sitting brought them.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        Index(
            "uq_sitting_open",
            "enrolment_id",
            "exercise_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(
            "uq_sitting_earned",
            "enrolment_id",
            "exercise_id",
            unique=True,
            sqlite_where=text("earned > 0"),
            postgresql_where=text("earned > 0"),
        ),
        Index("ix_sitting_enrolment_id", "enrolment_id"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    exercise_id: Mapped[str | None] = mapped_column(String(80))
    form: Mapped[str] = mapped_column(String(4))  # full | lite
    release_id: Mapped[int]
    begun_on: Mapped[date]
    ended_on: Mapped[date | None]
    earned: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
