"""Imports and their lines. A line is forgotten with its import's draft, or a month after it was applied."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Institution, Person
from app.core.db import Base, Id
from app.enrolment.models import Cohort


class PeopleImport(Base):
    """Without a cohort its people get their role at the institution. `columns`: field → heading in the file."""

    __tablename__ = "people_import"

    id: Mapped[Id]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    role: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(2))
    file_name: Mapped[str] = mapped_column(String(120))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    institution: Mapped[Institution] = relationship(Institution)
    cohort: Mapped[Cohort | None] = relationship(Cohort)
    by: Mapped[Person | None] = relationship(Person)

    @property
    def is_draft(self) -> bool:
        return self.applied_at is None

    @property
    def stands(self) -> bool:
        return self.applied_at is not None and self.undone_at is None

    @property
    def place(self) -> tuple[str, int]:
        return ("cohort", self.cohort_id) if self.cohort_id else ("institution", self.institution_id)


class ImportLine(Base):
    """`given` is what the file says, by field; `mended` is what somebody wrote instead.

    Once applied: `outcome`, whom it is about, and what stood there `before`.
    """

    __tablename__ = "people_import_line"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("people_import.id"))
    number: Mapped[int]
    given: Mapped[dict[str, str]] = mapped_column(JSON)
    mended: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    is_left_out: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    enrolment_id: Mapped[int | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @property
    def version(self) -> str:
        """Names what the line says now."""
        said = json.dumps([self.given, self.mended, self.is_left_out], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]
