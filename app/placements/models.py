"""Sites, supervisors, clearances and placements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.core.db import Base, Id
from app.enrolment.models import Cohort, Enrolment

AGREED, ENDED, CANCELLED = "agreed", "ended", "cancelled"
POLICE, CONFIDENTIALITY, OTHER = CLEARANCES = "police", "confidentiality", "other"
SITE_KINDS = ("welfare", "education", "community-centre", "mental-health")


class Site(Base):
    """A place that takes learners, `capacity` of them at a time, of all institutions together.

    `institution_id` keeps it: its coordinators edit it; null is kept by administrators alone. `needs_gate` is the id of
    a gate, empty for none; it binds learners whose programme has that gate. The contact and the stand-in are whom
    learners call there, at `contact_hours`; `contact_rung_on` is when somebody rang both, null once they change.
    `duty_due_on`: it was open before they were asked for, and by this day they are to stand here.
    """

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 0 AND 1000", name="sensible_capacity"),
        CheckConstraint("kind IN ('welfare', 'education', 'community-centre', 'mental-health')", name="known_kind"),
    )

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    languages: Mapped[list[str]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(200), default="")
    capacity: Mapped[int]
    needs_clearance: Mapped[bool] = mapped_column(default=False)
    needs_gate: Mapped[str] = mapped_column(String(80), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_hours: Mapped[str] = mapped_column(String(120), default="")
    stand_in_name: Mapped[str] = mapped_column(String(120), default="")
    stand_in_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_rung_on: Mapped[date | None]
    duty_due_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(String(500), default="")
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    institution: Mapped[Institution | None] = relationship(Institution)
    shares: Mapped[list[SiteShare]] = relationship(
        "SiteShare", order_by="SiteShare.institution_id", cascade="all, delete-orphan"
    )


class SiteShare(Base):
    """An institution that may place learners at a site; `capacity` null leaves only the site's own limit."""

    __tablename__ = "site_share"
    __table_args__ = (CheckConstraint("capacity BETWEEN 0 AND 1000", name="sensible_capacity"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), primary_key=True, index=True)
    capacity: Mapped[int | None]

    institution: Mapped[Institution] = relationship(Institution, lazy="joined", innerjoin=True)


class Clearance(Base):
    """Somebody saw a document of a person on `seen_on`; what it says and the document itself are kept nowhere."""

    __tablename__ = "clearance"
    __table_args__ = (CheckConstraint("kind IN ('police', 'confidentiality', 'other')", name="known_kind"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    seen_on: Mapped[date]
    valid_until: Mapped[date | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    seen_by: Mapped[Person | None] = relationship(Person, foreign_keys=[seen_by_id])

    def is_valid_on(self, day: date) -> bool:
        return self.seen_on <= day and (self.valid_until is None or day <= self.valid_until)


class Supervisor(Base):
    """Whoever signs for an institution's learners; `person_id` is their account, if they have one."""

    __tablename__ = "supervisor"
    __table_args__ = (UniqueConstraint("institution_id", "email"),)

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    role_title: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str | None] = mapped_column(String(40))  # as it was written
    language: Mapped[str] = mapped_column(String(2))
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    institution: Mapped[Institution] = relationship(Institution)
    person: Mapped[Person | None] = relationship(Person, foreign_keys=[person_id])
    absences: Mapped[list[SupervisorAbsence]] = relationship(
        "SupervisorAbsence",
        primaryjoin="Supervisor.id == SupervisorAbsence.supervisor_id",
        order_by="SupervisorAbsence.from_day",
        back_populates="supervisor",
    )


class SupervisorAbsence(Base):
    """From a day until a day (both included) somebody else signs."""

    __tablename__ = "supervisor_absence"
    __table_args__ = (CheckConstraint("until_day >= from_day", name="right_way_round"),)

    id: Mapped[Id]
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    supervisor: Mapped[Supervisor] = relationship(Supervisor, foreign_keys=[supervisor_id], back_populates="absences")
    stand_in: Mapped[Supervisor] = relationship(Supervisor, foreign_keys=[stand_in_id])


class Placement(Base):
    """A learner at a site from a day until a day (both included); one at a time for each enrolment.

    `frame` is what was agreed. An `override_reason` opens it although its gate is closed. Ending it moves `ends_on`.
    """

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="right_way_round"),
        CheckConstraint("state IN ('agreed', 'ended', 'cancelled')", name="known_state"),
        CheckConstraint("weekly_minutes BETWEEN 1 AND 10080", name="minutes_of_a_week"),
        Index("ix_placement_enrolment_id_starts_on", "enrolment_id", "starts_on"),
        Index("ix_placement_site_id_ends_on", "site_id", "ends_on"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    weekly_minutes: Mapped[int | None]
    frame: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default=AGREED)
    override_reason: Mapped[str] = mapped_column(String(300), default="")
    override_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    override_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
    site: Mapped[Site] = relationship(Site)
    override_by: Mapped[Person | None] = relationship(Person, foreign_keys=[override_by_id])
    supervisors: Mapped[list[PlacementSupervisor]] = relationship(
        "PlacementSupervisor", order_by="PlacementSupervisor.from_day", lazy="selectin", cascade="all, delete-orphan"
    )

    def covers(self, day: date) -> bool:
        return self.state != CANCELLED and self.starts_on <= day <= self.ends_on

    def main_on(self, day: date) -> Supervisor | None:
        """Who is named for that day, away or not."""
        named = (one for one in self.supervisors if one.from_day <= day)
        return next((one.supervisor for one in named if one.until_day is None or day <= one.until_day), None)


class PlacementSupervisor(Base):
    """Who signs for a placement from a day on; at most one for each day."""

    __tablename__ = "placement_supervisor"
    __table_args__ = (UniqueConstraint("placement_id", "from_day"),)

    id: Mapped[Id]
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]

    supervisor: Mapped[Supervisor] = relationship(Supervisor, lazy="joined", innerjoin=True)


class CohortSupervisor(Base):
    """Who signs one category of supervision for a whole cohort from a day on, whoever signs at a placement."""

    __tablename__ = "cohort_supervisor"
    __table_args__ = (UniqueConstraint("cohort_id", "category", "from_day"),)

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisor.id"), index=True)
    category: Mapped[str] = mapped_column(String(40))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship(Cohort)
    supervisor: Mapped[Supervisor] = relationship(Supervisor, lazy="joined", innerjoin=True)

    def holds_on(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)
