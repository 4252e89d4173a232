"""Sessions, who takes part, what was decided in them, and what learners ask for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.cases.models import PracticeCase
from app.core.db import Base, Id
from app.enrolment.models import Enrolment
from app.placements.models import Supervisor
from app.practicum.models import PracticumEntry

PLANNED, HELD, SIGNED, CANCELLED = "planned", "held", "signed", "cancelled"
TO_BE_DONE = "due_on IS NOT NULL AND done_on IS NULL"


class SupervisionSession(Base):
    """One meeting. `planned` until somebody signs that it took place, `signed` once every member's entry is.

    `digest` is of all that was signed, once it is. `day` is the institution's, in `zone`.
    """

    __tablename__ = "supervision_session"
    __table_args__ = (Index("ix_supervision_session_supervisor_id_day", "supervisor_id", "day"),)

    id: Mapped[Id]
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    setting: Mapped[str] = mapped_column(String(12))  # individual | group
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(60))
    day: Mapped[date]
    minutes: Mapped[int]
    mode: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10))  # planned | held | signed | cancelled
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    supervisor_signed_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    supervisor: Mapped[Supervisor] = relationship(Supervisor)
    institution: Mapped[Institution] = relationship(Institution)
    members: Mapped[list[SupervisionMember]] = relationship(
        "SupervisionMember", order_by="SupervisionMember.enrolment_id", lazy="selectin", cascade="all, delete-orphan"
    )


class SupervisionMember(Base):
    """A learner in a session. `digest` is of the part that they signed; `entry_id` is what became of it.

    `countersigned_…`: the supervisor signed this part before its learner did, and it stands as long as it is the same.
    """

    __tablename__ = "supervision_member"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        Index("ix_supervision_member_enrolment_id_session_id", "enrolment_id", "session_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("practicum_entry.id"))
    is_absent: Mapped[bool] = mapped_column(default=False)
    signed_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64), default="")
    countersigned_at: Mapped[datetime | None]
    countersigned_digest: Mapped[str] = mapped_column(String(64), default="")
    countersigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    entry: Mapped[PracticumEntry | None] = relationship(PracticumEntry)


class SupervisionItem(Base):
    """What was decided about a case, or, without one, about something else of the learner's.

    `reasons` say why it was on the agenda. What is to be done, by `who` and until `due_on`, is ticked off by `done_on`;
    ticking is no part of what was signed.
    """

    __tablename__ = "supervision_item"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id", "case_id"),
        Index("ix_supervision_item_case_id", "case_id"),
        Index(
            "ix_supervision_item_to_be_done",
            "enrolment_id",
            "due_on",
            sqlite_where=text(TO_BE_DONE),
            postgresql_where=text(TO_BE_DONE),
        ),
    )

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("practice_case.id"))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    decision: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(300))
    who: Mapped[str] = mapped_column(String(12))  # learner | supervisor | coordinator | other, or empty
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    session: Mapped[SupervisionSession] = relationship(SupervisionSession)
    case: Mapped[PracticeCase | None] = relationship(PracticeCase)
    done_by: Mapped[Person | None] = relationship(Person, foreign_keys=[done_by_id])


class SupervisionAsk(Base):
    """A learner wants a case on the next agenda: to `talk` about it, or because it is ready to `end`."""

    __tablename__ = "supervision_ask"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("practice_case.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    wish: Mapped[str] = mapped_column(String(10))  # talk | end
    at: Mapped[datetime]
    settled_session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"), index=True)
