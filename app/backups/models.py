"""What backups did, and who asked to be forgotten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id

BACKUP, DRILL = "backup", "drill"
SUCCEEDED = "ok"


class BackupRun(Base):
    """One backup or drill. `due_on` is the day that the schedule wanted it; `outcome` a code, empty until it ended."""

    __tablename__ = "backup_run"
    __table_args__ = (
        UniqueConstraint("kind", "due_on"),
        CheckConstraint("kind IN ('backup', 'drill')", name="known_kind"),
        Index("ix_backup_run_kind_ended_at", "kind", "ended_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(40), default="")
    file: Mapped[str] = mapped_column(String(80), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    rows: Mapped[int] = mapped_column(BigInteger, default=0)


class ErasedPerson(Base):
    """Somebody who was forgotten: an id and two moments. The list beside the archives is written from these rows.

    `account_made_at` tells them from whoever gets the same number after a restore. No foreign key: people live above.
    """

    __tablename__ = "erased_person"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_made_at: Mapped[datetime] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
