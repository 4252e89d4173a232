"""The helplines: those of the active release, else the last ones that this process read, else the file's."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
import yaml
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.types import Contact
from app.core.db import session
from app.core.errors import KelimError
from app.releases.queries import get_published

SECONDS_KEPT = 30.0
FILE = Path("curriculum") / "contacts.yaml"

log = structlog.get_logger("kelim.help_now")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read, and when on the monotonic clock. `origin`: release | file | nothing."""

    contacts: tuple[Contact, ...]
    read_at: float
    origin: str


_NOTHING = Snapshot((), float("-inf"), "nothing")
_snapshot = _NOTHING
_lock = threading.Lock()


def list_contacts(content_dir: Path) -> tuple[Contact, ...]:
    """Confirmed numbers first, then in the order of the file. Never raises: a page without numbers helps nobody.

    The database is asked at most every half minute, and by one request at a time while the others get what is known:
    a database that hangs keeps nobody waiting but the first reader after a start.
    """
    global _snapshot
    if time.monotonic() - _snapshot.read_at > SECONDS_KEPT and _lock.acquire(blocking=_snapshot is _NOTHING):
        try:
            if time.monotonic() - _snapshot.read_at > SECONDS_KEPT:
                _snapshot = _read(content_dir, _snapshot)
        finally:
            _lock.release()
    return _snapshot.contacts


def forget() -> None:
    """Empties what this process keeps: for tests."""
    global _snapshot
    with _lock:
        _snapshot = _NOTHING


def _read(content_dir: Path, before: Snapshot) -> Snapshot:
    contacts = _published()
    origin = "release"
    if not contacts and before.origin == "release":
        contacts = before.contacts
    if not contacts:
        contacts, origin = _of_file(content_dir / FILE) or before.contacts, "file"
    return Snapshot(_confirmed_first(contacts), time.monotonic(), origin)


def _published() -> tuple[Contact, ...]:
    try:
        return tuple(get_published().catalogue.contacts.values())
    except (KelimError, SQLAlchemyError, OSError) as error:
        log.warning("helplines without the database", reason=type(error).__name__)
        _give_up_session()
        return ()


def _give_up_session() -> None:
    try:
        session().rollback()
    except SQLAlchemyError as error:
        log.warning("session not given up", reason=type(error).__name__)


def _of_file(path: Path) -> tuple[Contact, ...]:
    try:
        records = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(_contact(record) for record in records)
    except (OSError, ValueError, yaml.YAMLError, TypeError, KeyError) as error:
        log.error("helplines cannot be read", reason=type(error).__name__)
        return ()


def _contact(record: Mapping[str, Any]) -> Contact:
    return Contact(
        id=str(record["id"]),
        name=dict(record["name"]),
        phone=str(record.get("phone") or ""),
        doors=tuple(record["doors"]),
        says=dict(record.get("says") or {}),
        hours=dict(record.get("hours") or {}),
        languages=tuple(record.get("languages") or ()),
        source=str(record["source"]),
        read_on=str(record["read_on"]),
        url=str(record.get("url") or ""),
        alternates=tuple(str(number) for number in record.get("alternates") or ()),
        verified_on=str(record.get("verified_on") or ""),
        verified_by=str(record.get("verified_by") or ""),
    )


def _confirmed_first(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    return tuple(sorted(contacts, key=lambda contact: not contact.verified_on))
