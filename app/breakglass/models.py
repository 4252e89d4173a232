"""Who opened what is not theirs to read, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, Id
from app.enrolment.models import Enrolment


class BreakGlass(Base):
    """What the learner of an enrolment has written is open to `actor` until `until`, or `closed_at` before."""

    __tablename__ = "break_glass"
    __table_args__ = (
        CheckConstraint("until > opened_at", name="right_way_round"),
        Index("ix_break_glass_actor_id_until", "actor_id", "until"),
    )

    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime]
    until: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    actor: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)
    enrolment: Mapped[Enrolment] = relationship(Enrolment)

    def is_open_at(self, moment: datetime) -> bool:
        return self.closed_at is None and moment < self.until
