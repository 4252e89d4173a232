"""From entries to the ledger: what is sent in waits as a claim, what is signed is credited once for each chain."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.db import session
from app.hours import service as hours
from app.hours import sources
from app.practicum import queries
from app.practicum.content import get_held
from app.practicum.models import APPROVED, PracticumEntry

KIND, RULE, AMENDED, WAITS_FOR = "practicum", "supervisor-signed", "amended", "supervisor"


def source_of(first: PracticumEntry) -> hours.Source:
    return hours.Source(KIND, str(first.id))


def pend(entry: PracticumEntry) -> None:
    """What the entry would add: of an amendment only what it has more than the row that it replaces."""
    more = entry.minutes - (entry.amends.minutes if entry.amends else 0)
    hours.claim(_draft(entry, max(0, more)), WAITS_FOR)


def drop(entry: PracticumEntry) -> None:
    hours.drop_claim(entry.enrolment_id, source_of(queries.find_first(entry)))


def settle(entry: PracticumEntry, approver_id: int | None) -> int:
    """Brings the ledger to what has just been approved; returns the difference in minutes."""
    draft = _draft(entry, entry.minutes, approver_id)
    if entry.amends_id is None:
        change = hours.credit(draft)
    else:
        change = hours.replace(draft, by_id=approver_id, reason_code=AMENDED)
    hours.drop_claim(entry.enrolment_id, draft.source)
    return change


def _draft(entry: PracticumEntry, minutes: int, approver_id: int | None = None) -> hours.Draft:
    held = get_held(entry.enrolment.cohort)
    if entry.day is None:
        raise ValueError("an entry without a day earns nothing")
    return hours.Draft(
        enrolment_id=entry.enrolment_id,
        module=entry.category,
        lesson="",
        minutes={held.practicum.part: minutes},
        day=entry.day,
        rule=RULE,
        source=source_of(queries.find_first(entry)),
        release_id=held.release_id,
        approver_id=approver_id,
    )


def is_source(enrolment_id: int, source_id: str) -> bool:
    """Whether an approved first row of a chain is named so."""
    found = session().get(PracticumEntry, int(source_id)) if source_id.isascii() and source_id.isdecimal() else None
    return found is not None and found.enrolment_id == enrolment_id and found.status == APPROVED and not found.amends_id


def list_earned() -> Iterator[tuple[int, str, int]]:
    """For the proof of the ledger: what every chain must have credited."""
    for entry in session().scalars(queries.counts()).all():
        yield entry.enrolment_id, source_of(queries.find_first(entry)).id, entry.minutes


sources.register(KIND, is_source, list_earned)
