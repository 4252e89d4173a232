"""Which account became part of which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class AccountMerge(Base):
    """`moved`: table → rows. The account that is gone keeps its row, empty: what it signed still names it."""

    __tablename__ = "account_merge"
    __table_args__ = (UniqueConstraint("gone_id"),)

    id: Mapped[Id]
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500))
    moved: Mapped[dict[str, int]] = mapped_column(JSON)
    at: Mapped[datetime]
