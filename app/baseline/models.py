"""Answers apart from people, and the sealed link between them."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class BaselineLink(Base):
    """An enrolment was asked and is not asked again. `sealed` is a study id, under which answers stand or do not.

    Without the person's key it is noise, and of one length: the row tells nobody whether there are answers.
    """

    __tablename__ = "baseline_link"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class BaselineAnswer(Base):
    """What somebody answered. No moment, no number that counts up: neither order nor time lead to a person.

    `total` is null where single questions were left out.
    """

    __tablename__ = "baseline_answer"
    __table_args__ = (Index("ix_baseline_answer_cohort_id", "cohort_id"), {"sqlite_with_rowid": False})

    study_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    instrument: Mapped[str] = mapped_column(String(40))
    instrument_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, int]] = mapped_column(JSON)
    total: Mapped[int | None]
