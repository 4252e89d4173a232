"""Telling people what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import session
from app.notices import queries
from app.notices.kinds import KINDS
from app.notices.models import Notice

KEPT = timedelta(days=180)


def tell(person_id: int, kind: str, link: str, *, lesson_id: str = "") -> None:
    """Writes a notice in the transaction of what it is about. `link` is a path of ours. Raises ValueError otherwise."""
    tell_all({person_id: link}, kind, lesson_id=lesson_id)


def tell_all(links: Mapping[int, str], kind: str, *, lesson_id: str = "") -> None:
    """The same to many, in one statement: person → path."""
    for link in links.values():
        if kind not in KINDS or not link.startswith("/") or link.startswith("//"):
            raise ValueError(f"not a notice: {kind} {link}")
    told = {"kind": kind, "details": {"lesson": lesson_id}, "created_at": now(), "seen_at": None}
    if links:
        session().execute(insert(Notice), [{"person_id": name, "link": link, **told} for name, link in links.items()])


def tell_once(person_id: int, kind: str, link: str) -> None:
    """The same, unless it has been told already and waits to be seen."""
    waiting = select(Notice.id).filter_by(person_id=person_id, kind=kind, link=link, seen_at=None)
    if session().scalars(waiting.limit(1)).first() is None:
        tell(person_id, kind, link)


def open_notice(actor: Actor, notice_id: int) -> str:
    """Marks one's own notice as seen; returns where it leads. Raises NotFound."""
    notice = queries.get_notice(actor, notice_id)
    if notice.seen_at is None:
        notice.seen_at = now()
    return notice.link


def see_all(actor: Actor) -> None:
    session().execute(update(Notice).filter_by(person_id=actor.id, seen_at=None).values(seen_at=now()))


def forget_old() -> int:
    """Removes notices that were seen long ago; returns how many."""
    gone = session().execute(delete(Notice).where(Notice.seen_at < now() - KEPT))
    return int(getattr(gone, "rowcount", 0))
