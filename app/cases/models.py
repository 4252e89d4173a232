"""Cases by code."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.core.db import Base, Id
from app.enrolment.models import Enrolment


class PracticeCase(Base):
    """Somebody whom a learner accompanies. `code` is generated; `guardian_confirmed` is asked for 16 and 17 only.

    `guardian_confirmed` says that the rule of the framework about parents was kept, not what they said.
    """

    __tablename__ = "practice_case"
    __table_args__ = (Index("ix_practice_case_enrolment_id", "enrolment_id", "closed_on"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    age_band: Mapped[str] = mapped_column(String(10))  # 16-17 | 18-25 | 26-40 | 41-65 | 66+
    step: Mapped[int]  # 1 mentor | 2 PWP | 3 licensed professional
    presentation: Mapped[str] = mapped_column(String(40))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    guardian_confirmed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    institution: Mapped[Institution] = relationship(Institution)


class CaseSetting(Base):
    """What an institution keeps of cases; without a row it is `counts`.

    `minors_measures`: measures made for adults are taken with people of 16 and 17 too, which a clinician, named in
    `signed_off_by`, has answered for on a day.
    """

    __tablename__ = "case_setting"
    __table_args__ = (CheckConstraint("case_data IN ('none', 'counts', 'scores')", name="known_level"),)

    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), primary_key=True, autoincrement=False)
    case_data: Mapped[str] = mapped_column(String(10))
    minors_measures: Mapped[bool] = mapped_column(default=False)
    signed_off_by: Mapped[str] = mapped_column(String(120), default="")
    signed_off_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    by: Mapped[Person | None] = relationship(Person)
