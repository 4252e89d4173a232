"""The outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id

WAITING, SENT, REFUSED = "waiting", "sent", "refused"


class OutboxMail(Base):
    """One letter. Address, subject and bodies are blanked once it is sent or refused; attempts are counted by its job.

    `unsubscribe` is the address of a page that ends letters of this kind, for those that somebody chose to get.
    `person_id` carries no foreign key: people live above this room.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'sent', 'refused')", name="known_state"),)

    id: Mapped[Id]
    person_id: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
