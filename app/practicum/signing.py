"""Signing line by line or many at once; telling the learner, and the coordinator of what is not the signer's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.clock import now
from app.core.db import insert_unless_there
from app.core.errors import Conflict, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.notices import service as notices
from app.notices.kinds import PRACTICUM_NOT_MINE, PRACTICUM_RETURNED, PRACTICUM_SIGNED
from app.placements.models import Supervisor
from app.practicum import deciding
from app.practicum.deciding import ACCOUNT, Signer
from app.practicum.models import SUBMITTED, PracticumEntry
from app.practicum.queries import NO_ENTRY
from app.practicum.signing_models import SigningReport
from app.practicum.signing_queries import Desk
from app.practicum.writing import subject

OVER = N_("This entry does not wait for a signature any more.")


def signer_at(desk: Desk, entry: PracticumEntry) -> Signer:
    """As whom the desk's owner signs this line. Raises NotFound for what was not sent to them."""
    own = desk.own_for(entry.supervisor_id)
    if own is None:
        raise NotFound(NO_ENTRY)
    return Signer(supervisor_id=own.id, name=own.name, role=own.role_title, via=ACCOUNT, person_id=desk.actor.id)


def sign(signer: Signer, entry: PracticumEntry, seen: int) -> None:
    """Raises Conflict, Forbidden, NotFound, as `deciding.approve` does."""
    deciding.approve(signer, entry, seen)
    notices.tell_once(entry.enrolment.person_id, PRACTICUM_SIGNED, "/practicum/entries")


def sign_all(signed: Iterable[tuple[Signer, PracticumEntry, int]]) -> int:
    """All of them or, with Conflict, none: each with the version that was shown. Returns how many."""
    lines = sorted(signed, key=lambda one: (one[1].enrolment_id, one[1].id))  # always in one order: no deadlock
    for signer, entry, seen in lines:
        sign(signer, entry, seen)
    return len(lines)


def give_back(signer: Signer, entry: PracticumEntry, comment: str, seen: int) -> None:
    """Raises Invalid without a comment, and what `sign` raises."""
    deciding.give_back(signer, entry, comment, seen)
    notices.tell(entry.enrolment.person_id, PRACTICUM_RETURNED, f"/practicum/entries/{entry.id}")


def report(supervisor: Supervisor, entry: PracticumEntry, by_id: int | None = None) -> bool:
    """Tells the coordinators that this is nobody whom the supervisor knows; no verdict. False if that was said before.

    Raises Conflict for what no longer waits.
    """
    if entry.status != SUBMITTED:
        raise Conflict(OVER)
    values = {"entry_id": entry.id, "supervisor_id": supervisor.id, "at": now()}
    if not insert_unless_there(SigningReport, values):
        return False
    link = f"/learners/{entry.enrolment_id}/placements"
    for person_id in enrolment.list_coordinator_ids(entry.enrolment.cohort_id):
        notices.tell_once(person_id, PRACTICUM_NOT_MINE, link)
    audit.record(by_id, "practicum.not-mine", subject(entry), place=f"supervisor:{supervisor.id}")
    return True


def note_read(actor: Actor, entries: Sequence[PracticumEntry], mark: str = "") -> None:
    """Reading what somebody else wrote leaves a row in the trail, for each of their cases too.

    `mark` names the opening under which it was read (`breakglass.queries.mark_of`).
    """
    for entry in entries:
        place = f"enrolment:{entry.enrolment_id}"
        audit.record(actor.id, "practicum.read", subject(entry), place=place, detail=mark)
        for case in entry.cases:
            audit.record(actor.id, "case.read", f"case:{case.id}", place=subject(entry), detail=mark)
