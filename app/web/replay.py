"""A form that is sent twice acts once: the second sending is led to the first one's answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base, session
from app.core.ids import hash_token


class FormReplay(Base):
    """Key of a sent form (hashed with its sender) and where its answer lives; forgotten after a week."""

    __tablename__ = "form_replay"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(index=True)


def find_location(key: str, actor_id: int | None) -> str | None:
    found = session().scalars(select(FormReplay.location).where(FormReplay.key_hash == _hash(key, actor_id)))
    return found.first()


def remember(key: str, actor_id: int | None, location: str) -> None:
    session().execute(insert(FormReplay).values(key_hash=_hash(key, actor_id), location=location[:2000], at=now()))


def _hash(key: str, actor_id: int | None) -> str:
    return hash_token(f"{actor_id}:{key}")
