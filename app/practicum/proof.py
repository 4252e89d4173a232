"""Proves entries and decisions: every digest again, and that each row fits the others that speak of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.cases.models import PracticeCase
from app.core.db import session
from app.enrolment.models import Enrolment
from app.practicum import freezing, rules
from app.practicum.models import APPROVED, DRAFT, RETURNED, PracticumCase, PracticumDecision, PracticumEntry
from app.practicum.times import minutes_between

ENTRY, DECISION, CASE = "practicum_entry", "practicum_decision", "practicum_case"
_entries = select(*(column for column in PracticumEntry.__table__.columns))
_decisions = select(*(column for column in PracticumDecision.__table__.columns))


@dataclass(frozen=True, slots=True)
class Fault:
    """`id` names the row of `table` that was touched, or that others speak of although it is gone."""

    table: str
    id: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """What of an entry the other rows are held against."""

    id: int
    enrolment_id: int
    category: str
    day: date | None
    minutes: int
    status: str
    amends_id: int | None
    decided_at: datetime | None
    hash: str


@dataclass(slots=True)
class Book:
    """All entries by id, and their decisions in order of their rounds."""

    lines: dict[int, Line] = field(default_factory=dict)
    decisions: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)

    def first_of(self, entry_id: int) -> int:
        """The first row of a chain, as far as rows lead."""
        seen = {entry_id}
        while (line := self.lines.get(entry_id)) and line.amends_id in self.lines and line.amends_id not in seen:
            entry_id = line.amends_id
            seen.add(entry_id)
        return entry_id


def read() -> Book:
    """Reads everything once, noting rows that are no longer what their digest says."""
    book, codes = Book(), _codes()
    for row in _rows(_entries, PracticumEntry.__table__.c.id, ENTRY, book.faults):
        book.faults += _about(row, codes.get(row.id, ()))
        book.lines[row.id] = Line(*(getattr(row, name) for name in Line.__slots__))
    for row in _rows(_decisions, PracticumDecision.__table__.c.id, DECISION, book.faults):
        if freezing.decision_hash(row) != row.hash:
            book.faults.append(Fault(DECISION, row.id, "hash", "is not what its digest says"))
        book.decisions[row.entry_id].append(row)
    for found in book.decisions.values():
        found.sort(key=lambda row: (row.round, row.id))
    return book


def check(book: Book) -> Iterator[Fault]:
    """Faults of rows by themselves, then of rows that do not fit together."""
    yield from book.faults
    people = session().execute(select(Enrolment.id, Enrolment.person_id))
    learners: dict[int, int] = {row[0]: row[1] for row in people}
    for entry_id, decisions in sorted(book.decisions.items()):
        if entry_id not in book.lines:
            yield Fault(ENTRY, entry_id, "gone", f"{len(decisions)} decisions speak of it")
    for line in book.lines.values():
        yield from _decided(line, book.decisions.get(line.id, []), learners)
        yield from _amending(line, book.lines)
    yield from _touched_nothing(book.lines)
    yield from _forgotten(book.lines)


def _about(row: Any, codes: Sequence[str]) -> Iterator[Fault]:
    if freezing.digest(row, codes) != row.hash:
        yield Fault(ENTRY, row.id, "hash", "is not what its digest says: it or its cases were changed")
    elif row.minutes != minutes_between(row.starts_at, row.ends_at):
        yield Fault(ENTRY, row.id, "minutes", f"says {row.minutes} minutes, its times say otherwise")
    if row.status not in rules.MOVES:
        yield Fault(ENTRY, row.id, "status", f"{row.status!r} is no state of an entry")


def _decided(line: Line, decisions: Sequence[Any], learners: Mapping[int, int]) -> Iterator[Fault]:
    last = decisions[-1] if decisions else None
    if [row.round for row in decisions] != list(range(1, len(decisions) + 1)):
        yield Fault(ENTRY, line.id, "rounds", "a decision about it is missing, or there are two of one round")
    for row in decisions:
        if row.person_id is not None and row.person_id == learners.get(line.enrolment_id):
            yield Fault(DECISION, row.id, "own", f"entry {line.id} was decided by its own learner")
    if any(row.verdict == APPROVED for row in decisions[:-1]):
        yield Fault(ENTRY, line.id, "after-approval", "was decided about again after it was approved")
    if (line.status == APPROVED) != (last is not None and last.verdict == APPROVED):
        yield Fault(ENTRY, line.id, "not-decided", f"is {line.status}, its last decision does not say so")
    elif last is not None and line.status == APPROVED and (last.entry_hash, last.at) != (line.hash, line.decided_at):
        yield Fault(ENTRY, line.id, "not-what-was-signed", "is not the entry that was approved")
    if line.status == RETURNED and (last is None or last.verdict != RETURNED):
        yield Fault(ENTRY, line.id, "not-decided", "is returned, and no decision says so")
    if line.status == DRAFT and last is not None:
        yield Fault(ENTRY, line.id, "not-decided", "is a draft that was decided about")


def _amending(line: Line, lines: Mapping[int, Line]) -> Iterator[Fault]:
    if line.amends_id is None:
        return
    before = lines.get(line.amends_id)
    if before is None:
        yield Fault(ENTRY, line.amends_id, "gone", f"entry {line.id} amends it")
    elif before.status != APPROVED or before.enrolment_id != line.enrolment_id:
        yield Fault(ENTRY, line.id, "amends", f"amends entry {before.id}, which is not an approved one of that learner")


def _touched_nothing(lines: Mapping[int, Line]) -> Iterator[Fault]:
    for entry_id in session().scalars(select(PracticumCase.entry_id).distinct().order_by(PracticumCase.entry_id)):
        if entry_id not in lines:
            yield Fault(ENTRY, entry_id, "gone", "cases are tied to it")


def _forgotten(lines: Mapping[int, Line]) -> Iterator[Fault]:
    """The trail knows every entry that was ever begun or signed."""
    wanted = select(AuditEvent.subject, AuditEvent.action).distinct()
    wanted = wanted.where(AuditEvent.action.in_(("practicum.begin", "practicum.approved")))
    for subject, action in session().execute(wanted.order_by(AuditEvent.subject, AuditEvent.action)):
        number = str(subject).removeprefix(f"{ENTRY}:")
        line = lines.get(int(number)) if number.isdecimal() else None
        if line is None and number.isdecimal() and action == "practicum.begin":
            yield Fault(ENTRY, int(number), "gone", "the trail knows it")
        elif line is not None and action == "practicum.approved" and line.status != APPROVED:
            yield Fault(ENTRY, line.id, "not-decided", f"is {line.status}, and the trail knows that it was approved")


def _codes() -> dict[int, list[str]]:
    wanted = select(PracticumCase.entry_id, PracticeCase.code).join(PracticeCase)
    found: dict[int, list[str]] = defaultdict(list)
    for entry_id, code in session().execute(wanted):
        found[entry_id].append(code)
    return found


def _rows(wanted: Any, key: Any, table: str, faults: list[Fault]) -> Iterator[Any]:
    """Every row; one that holds what no row of ours can hold is named and left out."""
    try:
        yield from session().execute(wanted.order_by(key)).all()
        return
    except (TypeError, ValueError):
        ids = session().scalars(select(key).order_by(key)).all()
    for number in ids:
        try:
            yield session().execute(wanted.where(key == number)).one()
        except (TypeError, ValueError):
            faults.append(Fault(table, number, "unreadable", "holds a value that does not belong there"))
