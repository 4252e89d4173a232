"""What is done with entries: written, changed, sent in, taken back, amended, decided about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Invalid, NotFound
from app.enrolment.models import Enrolment
from app.placements import queries as placements
from app.practicum import checking, crediting, queries, rows, rules, writing
from app.practicum.amending import AMENDED, amend
from app.practicum.deciding import Signer, approve, give_back
from app.practicum.drafts import Draft
from app.practicum.models import DRAFT, RETURNED, SUBMITTED, WITHDRAWN, PracticumEntry
from app.practicum.rules import Remark
from app.practicum.writing import subject

__all__ = [
    "NotReady",
    "Signer",
    "amend",
    "approve",
    "change",
    "give_back",
    "reopen",
    "save_draft",
    "submit",
    "submit_all",
    "withdraw",
]


class NotReady(Invalid):
    """Something speaks against sending the entry in: all `remarks`, the first of them as the message."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        first = rules.stops(remarks)[0]
        super().__init__(first.message, field=first.field, **first.values)
        self.remarks = tuple(remarks)


def save_draft(actor: Actor, enrolment: Enrolment, draft: Draft, client_id: str) -> PracticumEntry:
    """A new entry, which may be incomplete; the same sent again leads to the row that stands.

    Raises SentTwice for another body under the same client id, Invalid, NotFound for somebody else's enrolment.
    """
    if enrolment.person_id != actor.id:
        raise NotFound(queries.NO_ENTRY)
    return writing.create(actor, enrolment, draft, client_id)


def change(actor: Actor, entry: PracticumEntry, draft: Draft, seen: int, reason: str | None = None) -> bool:
    """Rewrites a draft or a returned entry; False for what arrives again and stands there already.

    Raises Conflict if it has moved on, Invalid.
    """
    _take(actor, entry, None)
    is_same = writing.is_same(entry, draft, reason)
    if entry.version != seen and is_same:
        return False
    if entry.version != seen:
        raise Conflict(rows.CHANGED)
    rows.require(entry, *rules.EDITABLE)
    if not is_same:
        writing.rewrite(entry, draft, reason)
    return True


def submit(actor: Actor, entry: PracticumEntry, seen: int | None = None) -> list[Remark]:
    """Sends the entry to whoever signs for its day; returns what was to be said. What is sent already is left alone.

    Raises NotReady with every remark, Conflict if it has moved on.
    """
    _take(actor, entry, None)
    if entry.status == SUBMITTED:
        return []
    if seen is not None and entry.version != seen:
        raise Conflict(rows.CHANGED)
    rows.require(entry, *rules.EDITABLE)
    placement = checking.find_placement(entry)
    signer = placements.signer_on(placement, entry.day, entry.category) if placement and entry.day else None
    if signer is not None:
        queries.lock_supervisor(signer.id)
    remarks = checking.remarks_about(entry)
    if rules.stops(remarks) or placement is None or signer is None:
        raise NotReady(remarks)
    rows.keep(
        entry,
        queries.list_codes(entry.id),
        status=SUBMITTED,
        placement_id=placement.id,
        supervisor_id=signer.id,
        submitted_at=now(),
        decided_at=None,
    )
    crediting.pend(entry)
    audit.record(person_id(actor), "practicum.submit", subject(entry), place=f"enrolment:{entry.enrolment_id}")
    return remarks


def submit_all(actor: Actor, entries: Iterable[PracticumEntry]) -> dict[int, tuple[Remark, ...]]:
    """Sends in every entry that is ready, in the order of their times; returns what keeps the others back, by id."""
    kept: dict[int, tuple[Remark, ...]] = {}
    for entry in sorted(entries, key=lambda one: (str(one.starts_at or ""), one.id)):
        try:
            submit(actor, entry)
        except NotReady as refusal:
            kept[entry.id] = refusal.remarks
    return kept


def withdraw(actor: Actor, entry: PracticumEntry, seen: int | None = None) -> None:
    """Takes back what is not decided yet. Raises Conflict for what is."""
    _take(actor, entry, seen)
    rows.require(entry, DRAFT, SUBMITTED, RETURNED)
    if entry.status == SUBMITTED:
        crediting.drop(entry)
    rows.keep(entry, queries.list_codes(entry.id), status=WITHDRAWN)
    audit.record(person_id(actor), "practicum.withdraw", subject(entry), place=f"enrolment:{entry.enrolment_id}")


def reopen(actor: Actor, entry: PracticumEntry, seen: int | None = None) -> None:
    """Takes up again what was withdrawn, as a draft, or as returned where a signer has commented on it."""
    _take(actor, entry, seen)
    rows.require(entry, WITHDRAWN)
    if entry.amends_id is not None and queries.find_live_amendment(entry.amends_id) is not None:
        raise Conflict(AMENDED)
    status = RETURNED if queries.count_decisions(entry.id) else DRAFT
    rows.keep(entry, queries.list_codes(entry.id), status=status, submitted_at=None)
    audit.record(person_id(actor), "practicum.reopen", subject(entry), place=f"enrolment:{entry.enrolment_id}")


def _take(actor: Actor, entry: PracticumEntry, seen: int | None) -> None:
    if entry.enrolment.person_id != actor.id:
        raise NotFound(queries.NO_ENTRY)
    rows.take(entry, seen)
