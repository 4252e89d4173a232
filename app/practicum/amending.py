"""Correcting what is signed: a new row that names the one it replaces and is signed like any other."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.words import N_
from app.practicum import queries, writing
from app.practicum.drafts import Draft
from app.practicum.models import APPROVED, PracticumEntry

NOT_SIGNED = N_("Only a signed entry is amended; this one you can still change.")
AMENDED = N_("This entry is being amended already. Go on with the amendment, or withdraw it first.")


def amend(actor: Actor, entry: PracticumEntry, draft: Draft, reason: str, client_id: str) -> PracticumEntry:
    """A draft that is to replace `entry`, which stays approved. Raises Conflict, Invalid, NotFound for a stranger's."""
    if entry.enrolment.person_id != actor.id:
        raise NotFound(queries.NO_ENTRY)
    queries.lock_enrolment(entry.enrolment_id)
    session().refresh(entry)
    if entry.status != APPROVED:
        raise Conflict(NOT_SIGNED)
    live = queries.find_live_amendment(entry.id)
    if live is not None and live.client_id != client_id:
        raise Conflict(AMENDED)
    return writing.create(actor, entry.enrolment, draft, client_id, amends_id=entry.id, reason=" ".join(reason.split()))
