"""Closing blocks of the trail, every minute, by whichever consumer comes first. Writers never wait for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import structlog
from sqlalchemy import func, insert, select

from app.audit import chain, closing
from app.audit.chain import Event, Seal
from app.audit.models import AuditEvent, AuditLeaves, AuditSeal
from app.core.clock import now
from app.core.db import insert_unless_there, session, write_transaction
from app.core.encryption import KeyRing

BLOCK, AT_ONCE = 1000, 100
COLUMNS = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.actor_id,
    AuditEvent.action,
    AuditEvent.subject,
    AuditEvent.place,
    AuditEvent.outcome,
    AuditEvent.detail,
)
log = structlog.get_logger("audit")


def seal_waiting(ring: KeyRing, most: int = AT_ONCE) -> int:
    """Seals what is closed and waits, block by block, each in a short transaction; returns how many blocks."""
    if count_waiting(limit=1) == 0:
        return 0
    closed = closing.find_closed()
    if closed is None:
        log.info("nothing sealed: somebody is still writing")
        return 0
    made = 0
    while made < most and _seal_block(ring, closed):
        made += 1
    return made


def count_waiting(limit: int = 100_000) -> int:
    """Rows that no seal covers yet."""
    last = select(func.coalesce(func.max(AuditSeal.last_id), 0)).scalar_subquery()
    some = select(AuditEvent.id).where(AuditEvent.id > last).limit(limit).subquery()
    return session().scalars(select(func.count()).select_from(some)).one()


def head() -> AuditSeal | None:
    """The last seal."""
    wanted = select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)
    return session().scalars(wanted.execution_options(populate_existing=True)).first()


def _seal_block(ring: KeyRing, closed: int) -> bool:
    """False if nothing is left, or another consumer was faster."""
    with write_transaction():
        before = head()
        since = before.last_id if before else 0
        wanted = select(*COLUMNS).where(AuditEvent.id > since, AuditEvent.id <= closed)
        events = [Event(*row) for row in session().execute(wanted.order_by(AuditEvent.id).limit(BLOCK))]
        return bool(events) and _add(ring, before, events)


def _add(ring: KeyRing, before: AuditSeal | None, events: list[Event]) -> bool:
    salt, moment = secrets.token_hex(16), now()
    leaves = _leaves(salt, events)
    seal = Seal((before.id if before else 0) + 1, moment, events[-1].id, len(events), chain.root(salt, leaves))
    digest = seal.digest(before.digest if before else chain.BEGINNING)
    values = {
        "id": seal.id,
        "at": seal.at,
        "last_id": seal.last_id,
        "rows": seal.rows,
        "root": seal.root,
        "digest": digest,
        "key_id": ring.current,
        "mac": chain.mac(ring.masters[ring.current], digest),
    }
    if not insert_unless_there(AuditSeal, values):
        return False
    session().execute(insert(AuditLeaves).values(id=seal.id, at=moment, salt=salt, leaves=leaves))
    log.info("sealed", seal=seal.id, digest=digest, rows=seal.rows, last=seal.last_id)
    return True


def _leaves(salt: str, events: Iterable[Event]) -> str:
    return chain.dump((event.id, chain.leaf(salt, event)) for event in events)
