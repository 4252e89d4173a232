"""Proves that the ledger holds what was signed, row by row, and claims what waits: computed from entries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import session
from app.core.errors import KelimError
from app.enrolment.models import Cohort, Enrolment
from app.hours.models import Claim, Credit
from app.practicum.crediting import AMENDED, KIND, RULE, WAITS_FOR
from app.practicum.models import APPROVED, SUBMITTED
from app.practicum.proof import ENTRY, Book, Fault, Line
from app.releases import queries as releases

CREDIT, CLAIM = "hours_credit", "hours_claim"


@dataclass(frozen=True, slots=True)
class Due:
    """A row that the ledger must hold; `undoes` the revision of the row that it takes back."""

    enrolment_id: int
    module: str
    minutes: int
    day: date | None
    approver_id: int | None
    reason_code: str = ""
    undoes: int | None = None


def check(book: Book) -> Iterator[Fault]:
    chains = _chains(book)
    parts = _Parts()
    yield from _credits(book, chains, parts)
    yield from _claims(book, parts)


def _chains(book: Book) -> dict[int, list[Line]]:
    """First row → approved rows of its chain, in the order in which they replaced one another."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in book.lines.values():
        if line.status == APPROVED:
            found[book.first_of(line.id)].append(line)
    return {first: sorted(lines, key=lambda line: line.id) for first, lines in found.items()}


def _due(book: Book, lines: list[Line]) -> list[Due]:
    """What signing these one after another has written."""
    rows: list[Due] = []
    standing = 0  # the revision of the row that stands
    for line in lines:
        approver = book.decisions[line.id][-1].person_id if book.decisions.get(line.id) else None
        new = Due(line.enrolment_id, line.category, line.minutes, line.day, approver)
        if standing:
            old = rows[standing - 1]
            if (old.module, old.minutes, old.day) == (new.module, new.minutes, new.day):
                continue
            undone = Due(old.enrolment_id, old.module, -old.minutes, old.day, approver, AMENDED, standing)
            rows.append(undone)
        rows.append(new)
        standing = len(rows)
    return rows


def _credits(book: Book, chains: dict[int, list[Line]], parts: _Parts) -> Iterator[Fault]:
    stored = _stored()
    for first in sorted(chains.keys() | stored.keys()):
        due, rows = _due(book, chains.get(first, [])), stored.get(first, [])
        for number in range(max(len(due), len(rows))):
            if number >= len(rows):
                message = f"{due[number].minutes} minutes of it are not in the ledger (revision {number + 1})"
                yield Fault(ENTRY, first, "not-credited", message)
            elif number >= len(due):
                yield Fault(CREDIT, rows[number].id, "not-earned", f"entry {first} has not earned its minutes")
            elif wrong := _differs(due[number], rows[number], rows, number + 1, parts):
                yield Fault(CREDIT, rows[number].id, "wrong", f"{wrong} is not what entry {first} has earned")


def _stored() -> dict[int, list[Credit]]:
    """First row of a chain → ledger rows in order; a source that is no number stands under 0."""
    found: dict[int, list[Credit]] = defaultdict(list)
    wanted = select(Credit).where(Credit.source_kind == KIND).order_by(Credit.revision, Credit.id)
    for row in session().scalars(wanted):
        found[int(row.source_id) if row.source_id.isdecimal() else 0].append(row)
    return found


def _differs(due: Due, row: Credit, rows: list[Credit], revision: int, parts: _Parts) -> str:
    undone = rows[due.undoes - 1].id if due.undoes else None
    pairs = {
        "its learner": (due.enrolment_id, row.enrolment_id),
        "its kind": (due.module, row.module),
        "its lesson": ("", row.lesson),
        "the number of minutes": (due.minutes, row.minutes),
        "its day": (due.day, row.day),
        "who approved it": (due.approver_id, row.approver_id),
        "its reason": (due.reason_code, row.reason_code),
        "its rule": (RULE, row.rule),
        "its revision": (revision, row.revision),
        "what it takes back": (undone, row.reverses_id),
        "its part": (parts.of(row.enrolment_id, row.release_id), row.part),
    }
    return ", ".join(name for name, (wanted, found) in pairs.items() if wanted != found)


class _Parts:
    """The ledger's part of a programme's practicum, as the release of a row had it; read once for each."""

    def __init__(self) -> None:
        wanted = select(Enrolment.id, Cohort.programme_id, Cohort.release_id).join(Cohort)
        self._cohorts = {row[0]: (row[1], row[2]) for row in session().execute(wanted)}
        self._known: dict[tuple[int | None, str], str] = {}

    def of(self, enrolment_id: int, release_id: int | None = None) -> str:
        """Without a release the cohort's own. Empty where neither release nor practicum can be found."""
        programme_id, pinned = self._cohorts.get(enrolment_id, ("", None))
        key = (release_id or pinned, programme_id)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, release_id: int | None, programme_id: str) -> str:
        try:
            programme = releases.published(release_id).catalogue.programmes.get(programme_id)
        except KelimError:
            return ""
        return programme.practicum.part if programme and programme.practicum else ""


def _claims(book: Book, parts: _Parts) -> Iterator[Fault]:
    due = dict(_waiting(book))
    wanted = select(Claim).where(Claim.source_kind == KIND).order_by(Claim.id)
    for row in session().scalars(wanted).all():
        expected = due.pop((row.enrolment_id, row.source_id), None)
        found = (row.module, row.minutes, row.day, row.waits_for)
        if expected is None:
            yield Fault(CLAIM, row.id, "not-waiting", f"entry {row.source_id} waits for nobody")
        elif found != expected[1:] or row.part != parts.of(row.enrolment_id):
            yield Fault(CLAIM, row.id, "wrong", f"entry {expected[0]} waits with {expected[2]} minutes")
    for entry_id, _, minutes, _, _ in due.values():
        yield Fault(ENTRY, entry_id, "not-claimed", f"waits to be signed, and its {minutes} minutes do not")


def _waiting(book: Book) -> Iterator[tuple[tuple[int, str], tuple[int, str, int, date | None, str]]]:
    for line in book.lines.values():
        if line.status == SUBMITTED:
            before = book.lines.get(line.amends_id or 0)
            more = line.minutes - (before.minutes if before else 0)
            if more > 0:
                key = (line.enrolment_id, str(book.first_of(line.id)))
                yield key, (line.id, line.category, more, line.day, WAITS_FOR)
