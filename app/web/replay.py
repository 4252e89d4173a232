"""A form that is sent twice acts once: the second sending is led to the first one's answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base, insert_unless_there, session
from app.core.ids import hash_token

KEPT = timedelta(days=7)


class FormReplay(Base):
    """Key of a sent form (hashed with its sender) and where its answer lives; forgotten after a week."""

    __tablename__ = "form_replay"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(index=True)


def claim(key: str, actor_id: int | None) -> str | None:
    """Takes a key for this sending; where an earlier sending of it led, if there was one.

    Copies that arrive together wait here for the first: SQLite has one writer, PostgreSQL holds the later insert back.
    """
    own = _hash(key, actor_id)
    if insert_unless_there(FormReplay, {"key_hash": own, "location": "", "at": now()}):
        return None
    return session().scalars(select(FormReplay.location).where(FormReplay.key_hash == own)).one()


def remember(key: str, actor_id: int | None, location: str | None) -> None:
    """Where the claimed key leads from now on. An answer without a place is not kept: its form may be sent again."""
    own = FormReplay.key_hash == _hash(key, actor_id)
    if location:
        session().execute(update(FormReplay).where(own).values(location=location[:2000]))
    else:
        session().execute(delete(FormReplay).where(own))


def forget_old() -> None:
    session().execute(delete(FormReplay).where(FormReplay.at < now() - KEPT))


def _hash(key: str, actor_id: int | None) -> str:
    return hash_token(f"{actor_id}:{key}")
