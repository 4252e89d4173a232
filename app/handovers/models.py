"""Receivers, hand-overs, and what became of each."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.cases.models import PracticeCase
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.placements.models import Site

WAITS = "state = 'offered'"


class Receiver(Base):
    """Who takes people over; without an institution, for all of them.

    `person_id` is their account; whoever has none is phoned. `away_until` is the last day on which they take nobody.
    """

    __tablename__ = "receiver"
    __table_args__ = (CheckConstraint("kind IN ('pwp', 'professional', 'community-centre')", name="known_kind"),)

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    languages: Mapped[list[str]] = mapped_column(JSON)
    notes: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    away_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    institution: Mapped[Institution | None] = relationship(Institution)
    site: Mapped[Site | None] = relationship(Site)
    person: Mapped[Person | None] = relationship(Person, foreign_keys=[person_id])

    def takes_on(self, day: date) -> bool:
        return self.is_open and (self.away_until is None or self.away_until < day)


class Handover(Base):
    """One case offered to one receiver.

    `to_person_id` is the receiver's account at the time of the offer: another one that is put in its place later reads
    nothing of it. `to_case_id` is the receiver's own case. `due_at` is when somebody has waited too long for what comes
    next; null where nothing is waited for. `summary` is empty once it is not needed or not agreed to any more.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("urgency IN ('routine', 'soon')", name="known_urgency"),
        CheckConstraint("consent_how IN ('spoken', 'written')", name="known_consent_how"),
        CheckConstraint("consent_by IN ('person', 'guardian')", name="known_consent_by"),
        CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'withdrawn', 'begun', 'closed')", name="known_state"
        ),
        Index("ix_handover_waiting", "to_person_id", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        Index("ix_handover_due_at", "due_at"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("practice_case.id"), index=True)
    from_enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("receiver.id"), index=True)
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    to_case_id: Mapped[int | None] = mapped_column(ForeignKey("practice_case.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    urgency: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    consent_on: Mapped[date]
    consent_how: Mapped[str] = mapped_column(String(10))
    consent_by: Mapped[str] = mapped_column(String(10))
    guardian_confirmed: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10))
    decline_reason: Mapped[str] = mapped_column(String(40), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    begun_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]

    case: Mapped[PracticeCase] = relationship(PracticeCase, foreign_keys=[case_id])
    to_case: Mapped[PracticeCase | None] = relationship(PracticeCase, foreign_keys=[to_case_id])
    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    receiver: Mapped[Receiver] = relationship(Receiver)
    events: Mapped[list[HandoverEvent]] = relationship(
        "HandoverEvent", order_by="HandoverEvent.id", back_populates="handover"
    )


class HandoverEvent(Base):
    """One thing that happened: who wrote it down when, and of an answer by phone, who told it on which day."""

    __tablename__ = "handover_event"

    id: Mapped[Id]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(200), default="")
    told_by: Mapped[str] = mapped_column(String(120), default="")
    told_on: Mapped[date | None]

    handover: Mapped[Handover] = relationship(Handover, back_populates="events")
    by: Mapped[Person | None] = relationship(Person)
