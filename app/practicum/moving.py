"""A coordinator sends what waits for a signature to somebody else who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.notices import service as notices
from app.notices.kinds import PRACTICUM_MOVED
from app.placements import people
from app.placements.models import Supervisor
from app.practicum import origins, policy, queries, rows
from app.practicum.models import SUBMITTED, PracticumEntry
from app.practicum.writing import subject

MOST = 100
NOBODY = N_("Choose who signs from now on.")


def list_waiting(learner: Enrolment) -> Sequence[PracticumEntry]:
    """What waits for a signature, the oldest day first; without what whoever was there has to sign themselves."""
    wanted = (
        select(PracticumEntry)
        .where(PracticumEntry.enrolment_id == learner.id, PracticumEntry.status == SUBMITTED)
        .options(joinedload(PracticumEntry.supervisor), selectinload(PracticumEntry.decisions))
        .order_by(PracticumEntry.day, PracticumEntry.id)
    )
    found = session().scalars(wanted.limit(MOST)).all()
    bound = origins.tell([one.id for one in found])
    return [one for one in found if one.id not in bound]


def list_signers(learner: Enrolment) -> list[Supervisor]:
    """Who can sign for the learner: everybody of the institution who is still named there, but never themselves."""
    active = people.list_active(learner.cohort.institution_id)
    return [one for one in active if one.person_id != learner.person_id]


def move(actor: Actor, learner: Enrolment, lines: Mapping[int, int], supervisor_id: int) -> int:
    """Entries with the versions that were shown; all of them or none. Returns how many changed hands.

    Raises Forbidden for oneself and for strangers, Invalid for nobody, Conflict for what has moved on.
    """
    if learner.person_id == actor.id or not policy.may_coordinate(actor, learner):
        raise Forbidden(N_("Another coordinator of the institution can do this."))
    signer = next((one for one in list_signers(learner) if one.id == supervisor_id), None)
    if signer is None:
        raise Invalid(NOBODY, field="signer")
    queries.lock_enrolment(learner.id)
    waiting = {one.id: one for one in list_waiting(learner)}
    if not lines or not lines.keys() <= waiting.keys():
        raise Conflict(rows.CHANGED)
    moved = [waiting[one] for one in sorted(lines) if waiting[one].supervisor_id != signer.id]
    for entry in moved:
        _give(actor, entry, signer, lines[entry.id])
    if moved:
        notices.tell_once(learner.person_id, PRACTICUM_MOVED, "/practicum/entries")
    return len(moved)


def _give(actor: Actor, entry: PracticumEntry, signer: Supervisor, seen: int) -> None:
    rows.take(entry, seen)
    before = entry.supervisor_id
    rows.keep(entry, queries.list_codes(entry.id), supervisor_id=signer.id)
    detail = f"supervisor:{before or 0} supervisor:{signer.id}"
    place = f"enrolment:{entry.enrolment_id}"
    audit.record(person_id(actor), "practicum.move", subject(entry), place=place, detail=detail)
