"""Reviews that were made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class AccessReview(Base):
    """Somebody has looked at the `held` roles of a place (no institution: national); `digest` is of what they saw."""

    __tablename__ = "access_review"
    __table_args__ = (Index("ix_access_review_institution_id_at", "institution_id", "at"),)

    id: Mapped[Id]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    held: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
