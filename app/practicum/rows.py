"""Taking a row to change it, and leaving it with its digest."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert

from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict
from app.core.words import N_
from app.practicum import freezing, queries
from app.practicum.models import PracticumCase, PracticumEntry

CHANGED = N_("This entry was changed meanwhile. Look at it as it stands now, then decide.")


def take(entry: PracticumEntry, seen: int | None) -> None:
    """The next change is the caller's; `seen` is the row version that they looked at. Raises Conflict."""
    queries.lock_enrolment(entry.enrolment_id)
    session().refresh(entry)
    if seen is not None and entry.version != seen:
        raise Conflict(CHANGED)


def require(entry: PracticumEntry, *statuses: str) -> None:
    """Raises Conflict for an entry that has moved on."""
    if entry.status not in statuses:
        raise Conflict(CHANGED)


def keep(entry: PracticumEntry, codes: Iterable[str], **changes: object) -> None:
    """Writes all changes and the digest at once: an approved row takes no second change."""
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.updated_at = now()
    entry.hash = freezing.digest(entry, codes)
    session().flush()


def put_cases(entry: PracticumEntry, case_ids: Iterable[int]) -> None:
    session().execute(delete(PracticumCase).where(PracticumCase.entry_id == entry.id))
    if rows := [{"entry_id": entry.id, "case_id": one} for one in case_ids]:
        session().execute(insert(PracticumCase), rows)
    session().expire(entry, ["cases"])
