"""Contacts on duty, and the days on which somebody rang them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.core.db import Base, Id
from app.enrolment.models import Cohort

OF_INSTITUTION = "cohort_id IS NULL AND replaced_at IS NULL"
OF_COHORT = "replaced_at IS NULL"


class DutyContact(Base):
    """Without a cohort it is the institution's, for every cohort that has none of its own.

    `replaced_at` ends it: at most one is in force for each post. Numbers stand as they were written.
    """

    __tablename__ = "duty_contact"
    __table_args__ = (
        Index(
            "ix_duty_contact_of_institution",
            "institution_id",
            unique=True,
            sqlite_where=text(OF_INSTITUTION),
            postgresql_where=text(OF_INSTITUTION),
        ),
        Index(
            "ix_duty_contact_of_cohort",
            "cohort_id",
            unique=True,
            sqlite_where=text(OF_COHORT),
            postgresql_where=text(OF_COHORT),
        ),
    )

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[dict[str, str]] = mapped_column(JSON)  # language → words
    backup_name: Mapped[str] = mapped_column(String(120), default="")
    backup_phone: Mapped[str] = mapped_column(String(40), default="")
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    institution: Mapped[Institution] = relationship(Institution)
    cohort: Mapped[Cohort | None] = relationship(Cohort)
    set_by: Mapped[Person | None] = relationship(Person)
    confirmations: Mapped[list[DutyConfirmation]] = relationship(
        "DutyConfirmation", order_by="DutyConfirmation.id", lazy="selectin"
    )

    @property
    def confirmed(self) -> DutyConfirmation | None:
        """The last one."""
        return self.confirmations[-1] if self.confirmations else None


class DutyConfirmation(Base):
    """Somebody rang the numbers of a contact, and was answered."""

    __tablename__ = "duty_confirmation"

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("duty_contact.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(Person)
