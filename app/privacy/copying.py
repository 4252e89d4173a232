"""Everything about a person, from every table, as plain data: what a copy holds. Private writing is opened for them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.accounts.keys import key_of
from app.core.clock import now
from app.core.db import session
from app.core.encryption import KeyRing, Unreadable, unseal
from app.privacy import finding
from app.privacy.records import GROUPS, KEPT

FORMAT = 1
"""Raised when the shape of a copy changes."""
Row = dict[str, Any]
Read = Callable[[KeyRing, int], Sequence[Mapping[str, Any]]]
_more: dict[str, tuple[str, Read]] = {}


def add(group: str, name: str, read: Read) -> None:
    """What no column leads to, and its room alone can find."""
    _more[name] = (group, read)


def gather(ring: KeyRing, person_id: int) -> dict[str, Any]:
    """Group → table → rows, and what the person did to rows of others."""
    key = _key(ring, person_id)
    groups = {
        group: {name: list(_rows(name, person_id, key)) for name in sorted(tables)} for group, tables in GROUPS.items()
    }
    groups["staff"]["audit_event_about"] = list(_about(person_id))
    for name, (group, read) in _more.items():
        groups[group][name] = [{k: plain(v) for k, v in row.items()} for row in read(ring, person_id)]
    done = [{"table": name, "as": column, "rows": keys} for name, column, keys in finding.acts(person_id)]
    return {
        "format": FORMAT,
        "person": person_id,
        "made_at": now().isoformat(),
        "records": {group: {name: rows for name, rows in tables.items() if rows} for group, tables in groups.items()},
        "done": [{**act, "rows": [plain(one) for one in act["rows"]]} for act in done],
    }


def _about(person_id: int) -> Iterator[Row]:
    """What others did to the account, or looked at, as the trail has it."""
    trail = finding.table("audit_event")
    about = (trail.c.subject == f"person:{person_id}") & (trail.c.actor_id.is_distinct_from(person_id))
    for row in session().execute(select(trail).where(about).order_by(trail.c.id)).mappings():
        yield {name: plain(value) for name, value in row.items()}


def _key(ring: KeyRing, person_id: int) -> bytes | None:
    try:
        return key_of(ring, person_id)
    except Unreadable:
        return None


def _rows(name: str, person_id: int, key: bytes | None) -> Iterator[Row]:
    kept = KEPT[name]
    for found in session().execute(finding.rows(name, person_id)).mappings().all():
        row = dict(found)
        bound = {**finding.with_above(name, row), "person_id": person_id} if kept.sealed else {}
        shown = {k: plain(v) for k, v in row.items() if k not in kept.secret and k not in kept.sealed}
        yield shown | {name: _opened(key, row[name], where.format(**bound)) for name, where in kept.sealed.items()}


def _opened(key: bytes | None, sealed: bytes | None, where: str) -> str | None:
    if key is None or sealed is None:
        return None
    try:
        return unseal(key, sealed, where)
    except Unreadable:
        return None


def plain(value: Any) -> Any:
    """As JSON holds it: moments in UTC, files in base64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
