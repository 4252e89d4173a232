"""Up to which number the trail is closed: every row that will ever be there has been committed.

SQLite has one writer, so numbers are given in the order of commits. PostgreSQL gives a number when a row is written
and shows it when its transaction ends, so a lower number may appear after a higher one. Whoever inserts holds a lock
on the table until then, taken before the number: once those have ended who held it when the highest number was read,
nothing below it is still to come. Nobody who writes waits for this.
"""

from __future__ import annotations

import time

from sqlalchemy import bindparam, func, select, text

from app.audit.models import AuditEvent
from app.core.db import session

PATIENCE, PAUSE = 3.0, 0.05
_HIGHEST = text("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM audit_event_id_seq")
_WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
    "AND relation = 'audit_event'::regclass "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_STILL = text(f"{_WRITERS} AND virtualtransaction IN :those LIMIT 1").bindparams(bindparam("those", expanding=True))


def find_closed(patience: float = PATIENCE) -> int | None:
    """The number, or None while somebody who began before has not ended. Asked outside of a transaction."""
    if session().get_bind().dialect.name == "sqlite":
        return session().scalars(select(func.max(AuditEvent.id))).one()
    highest = session().execute(_HIGHEST).scalar_one()
    writers = session().execute(text(_WRITERS)).scalars().all()
    return int(highest) if _have_ended(list(writers), patience) else None


def _have_ended(writers: list[str], patience: float) -> bool:
    until = time.monotonic() + patience
    while writers and session().execute(_STILL, {"those": writers}).first():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True
