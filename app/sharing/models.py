"""What a mentor notes for themselves of sharing. No page but their own shows it, and it says nothing of anybody."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class SharingNote(Base):
    """`code` is that of a case of the writer's own; empty for a group. The whole row is its key: once is once."""

    __tablename__ = "sharing_note"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    exercise_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    shared_on: Mapped[date] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
