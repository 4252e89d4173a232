"""Cases by code."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution
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
