"""Proving the chain: every seal follows the one before, every sealed row is what it was, none is missing or new.

It only reads, needs no triggers, and works on any copy whose master keys are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, select

from app.audit import chain
from app.audit.chain import Event, Seal
from app.audit.models import KEPT_MONTHS, AuditEvent, AuditLeaves, AuditSeal
from app.audit.sealing import COLUMNS
from app.core.clock import now

PURGE, SUBJECT = "audit.purge", "audit_seal:"
KEPT_DAYS, AHEAD = timedelta(days=KEPT_MONTHS * 30), timedelta(days=1)
ROW, SEAL = "row", "seal"
NO_KEY = "no-key"
GONE = "is missing or cannot be read"
ROWS_AT_ONCE = 2000
Sealed = tuple[AuditSeal, int]
"""A seal, and the last row of the one before."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`what` and `id` name the row of the trail or the seal; `code` says what is wrong with it."""

    what: str
    id: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.what} {self.id}: {self.text}"


def prove(engine: Engine, keys: Mapping[str, bytes], noted: str = "", *, without_keys: bool = False) -> list[Fault]:
    """All faults of one moment; `without_keys` leaves out that a key is lost."""
    with one_moment(engine) as connection:
        faults = list(find_faults(connection, keys, noted))
    return [fault for fault in faults if not (without_keys and fault.code == NO_KEY)]


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees what was committed when it first reads, while others go on writing."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
            yield connection
        else:
            yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def find_faults(connection: Connection, keys: Mapping[str, bytes], noted: str = "") -> Iterator[Fault]:
    """In the order of the trail. `noted` is "number digest" of a seal that was written down elsewhere."""
    seals = _seals(connection)
    yield from _links(seals, keys)
    yield from _left_behind(connection, seals[-1].id if seals else 0)
    yield from _as_noted(seals, noted)
    purge = _last_purge(connection, seals)
    yield from _purge_faults(connection, seals, purge)
    yield from _blocks(connection, seals, purge.until if purge else 0)


def _seals(connection: Connection) -> list[AuditSeal]:
    """Those that can be read; one that holds what no seal can hold is as good as gone."""
    columns = AuditSeal.__table__.columns
    wanted = select(*columns).order_by(columns["id"])
    try:
        rows = list(connection.execute(wanted).mappings())
    except (TypeError, ValueError):
        ids = connection.execute(select(columns["id"]).order_by(columns["id"])).scalars().all()
        rows = [row for number in ids for row in _seal(connection, wanted.where(columns["id"] == number))]
    return [AuditSeal(**row) for row in rows if _is_sane(row)]


def _seal(connection: Connection, wanted: Select[Any]) -> list[RowMapping]:
    try:
        return list(connection.execute(wanted).mappings())
    except (TypeError, ValueError):
        return []


def _is_sane(row: RowMapping) -> bool:
    """SQLite keeps whatever it is given."""
    numbers, words = (row["last_id"], row["rows"]), (row["root"], row["digest"], row["key_id"], row["mac"])
    return all(isinstance(one, int) for one in numbers) and all(isinstance(one, str) for one in words)


def _links(seals: Sequence[AuditSeal], keys: Mapping[str, bytes]) -> Iterator[Fault]:
    before, number, last = chain.BEGINNING, 0, 0
    for seal in seals:
        number += 1
        if seal.id != number:
            yield Fault(SEAL, number, "gone", GONE)
            number = seal.id
        elif _digest(seal, before) != seal.digest or seal.last_id <= last:
            yield Fault(SEAL, seal.id, "changed", "does not follow from the one before: one of the two was changed")
        if seal.key_id not in keys:
            yield Fault(SEAL, seal.id, NO_KEY, f"was made with the master key {seal.key_id!r}, which is not at hand")
        elif not compare_digest(chain.mac(keys[seal.key_id], seal.digest).encode(), seal.mac.encode()):
            yield Fault(SEAL, seal.id, "forged", "was not made with the master key that it names")
        before, last = seal.digest, seal.last_id


def _digest(seal: AuditSeal, before: str) -> str:
    return Seal(seal.id, seal.at, seal.last_id, seal.rows, seal.root).digest(before)


def _left_behind(connection: Connection, last: int) -> Iterator[Fault]:
    """Leaves of seals that should follow the last."""
    wanted = select(AuditLeaves.id).where(AuditLeaves.id > last).order_by(AuditLeaves.id)
    for number in connection.execute(wanted).scalars():
        yield Fault(SEAL, number, "gone", GONE)


def _as_noted(seals: Sequence[AuditSeal], noted: str) -> Iterator[Fault]:
    if noted:
        number, _, digest = noted.partition(" ")
        found = {seal.id: seal.digest for seal in seals}.get(int(number))
        if found is None:
            yield Fault(SEAL, int(number), "gone", "was noted elsewhere and is missing: the end is cut off")
        elif found != digest:
            yield Fault(SEAL, int(number), "changed", "is not the one that was noted elsewhere")


@dataclass(frozen=True, slots=True)
class Purge:
    """The row `event_id` says that rows were removed up to the seal `until`."""

    event_id: int
    at: datetime
    until: int


def _last_purge(connection: Connection, seals: Sequence[AuditSeal]) -> Purge | None:
    """The one that reaches furthest; its own row lies behind what it removed."""
    wanted = select(AuditEvent.id, AuditEvent.at, AuditEvent.subject).where(AuditEvent.action == PURGE)
    known = {f"{SUBJECT}{seal.id}": seal.id for seal in seals}
    try:
        rows = connection.execute(wanted).all()
    except (TypeError, ValueError):
        return None
    found = [Purge(row[0], row[1], known[row[2]]) for row in rows if row[2] in known]
    return max(found, key=lambda purge: (purge.until, purge.event_id), default=None)


def _purge_faults(connection: Connection, seals: Sequence[AuditSeal], purge: Purge | None) -> Iterator[Fault]:
    if purge is None:
        return
    last = next(seal for seal in seals if seal.id == purge.until)
    if purge.at - last.at < KEPT_DAYS or purge.at > now() + AHEAD:
        yield Fault(ROW, purge.event_id, "too-soon", f"says that rows of less than {KEPT_MONTHS} months were removed")
    for number in connection.execute(_ids(AuditEvent.id <= last.last_id)).scalars():
        yield Fault(ROW, number, "inserted", "stands where rows were purged")


def _ids(where: ColumnElement[bool]) -> Select[Any]:
    return select(AuditEvent.id).where(where).order_by(AuditEvent.id)


def _blocks(connection: Connection, seals: Sequence[AuditSeal], purged: int) -> Iterator[Fault]:
    some: list[Sealed] = []
    last = 0
    for seal in seals:
        if seal.id > purged:
            some.append((seal, last))
        last = seal.last_id
        if sum(one.rows for one, _ in some) >= ROWS_AT_ONCE:
            yield from _some_blocks(connection, some, is_first=not purged and some[0][0] is seals[0])
            some = []
    if some:
        yield from _some_blocks(connection, some, is_first=not purged and some[0][0] is seals[0])


def _some_blocks(connection: Connection, some: Sequence[Sealed], *, is_first: bool) -> Iterator[Fault]:
    """The first block begins where numbers begin, also those that nobody gives."""
    table = AuditLeaves.__table__.columns
    first, final = some[0], some[-1][0]
    wanted = select(table["id"], table["salt"], table["leaves"]).where(table["id"].between(first[0].id, final.id))
    leaves = {row[0]: (row[1], row[2]) for row in connection.execute(wanted)}
    within = AuditEvent.id <= final.last_id
    events = _events(connection, within if is_first else within & (AuditEvent.id > first[1]))
    for seal, _since in some:
        mine = []
        while events and events[0][0] <= seal.last_id:
            mine.append(events.pop(0))
        yield from _block(seal, leaves.get(seal.id), mine)


Found = tuple[int, Event | None]
"""A row's number and the row, or None if it cannot even be read."""


def _events(connection: Connection, where: ColumnElement[bool]) -> list[Found]:
    try:
        rows = connection.execute(select(*COLUMNS).where(where).order_by(AuditEvent.id)).all()
        return [(row[0], Event(*row)) for row in rows]
    except (TypeError, ValueError):
        return [(number, _event(connection, number)) for number in connection.execute(_ids(where)).scalars()]


def _event(connection: Connection, number: int) -> Event | None:
    try:
        return Event(*connection.execute(select(*COLUMNS).where(AuditEvent.id == number)).one())
    except (TypeError, ValueError):
        return None


def _block(seal: AuditSeal, held: tuple[str, str] | None, events: Sequence[Found]) -> Iterator[Fault]:
    if held is None:
        yield Fault(SEAL, seal.id, "leaves-gone", "lacks its leaves, and nothing says that its rows were purged")
        return
    salt, leaves = held
    if _root(salt, leaves) != seal.root:
        yield Fault(SEAL, seal.id, "leaves", "has other leaves than it was made over")
        return
    expected, found = dict(chain.load(leaves)), dict(events)
    for number in sorted(expected.keys() | found.keys()):
        yield from _row(number, expected.get(number), found, salt)


def _row(number: int, expected: str | None, found: Mapping[int, Event | None], salt: str) -> Iterator[Fault]:
    if expected is None:
        yield Fault(ROW, number, "inserted", "was put in among rows that were sealed before")
    elif number not in found:
        yield Fault(ROW, number, "gone", "was sealed and is missing")
    elif _leaf(salt, found[number]) != expected:
        yield Fault(ROW, number, "changed", "is not what was sealed")


def _root(salt: str, leaves: str) -> str:
    try:
        return chain.root(salt, leaves)
    except (TypeError, ValueError):
        return ""


def _leaf(salt: str, event: Event | None) -> str:
    try:
        return chain.leaf(salt, event) if event else ""
    except (TypeError, ValueError, AttributeError, OverflowError):
        return ""
