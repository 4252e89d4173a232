"""Writing down that a document was seen; the document stays with whoever brought it."""

from __future__ import annotations

from datetime import date

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import today
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.placements import policy
from app.placements.models import CLEARANCES, Clearance


def see(actor: Actor, learner: Enrolment, kind: str, seen_on: date, valid_until: date | None) -> Clearance:
    """Raises Forbidden, and Invalid for days that cannot be."""
    policy.require_placing(actor, learner)
    if kind not in CLEARANCES:
        raise Invalid(N_("Choose what was seen."), field="kind")
    if seen_on > today():
        raise Invalid(N_("This day is still to come. Write down what you have seen."), field="seen_on")
    if valid_until is not None and valid_until < seen_on:
        raise Invalid(N_("It was no longer valid when it was seen."), field="valid_until")
    clearance = Clearance(
        person_id=learner.person_id, kind=kind, seen_on=seen_on, valid_until=valid_until, seen_by_id=person_id(actor)
    )
    session().add(clearance)
    session().flush()
    _record(actor, "clearance.see", learner, clearance)
    return clearance


def take_back(actor: Actor, learner: Enrolment, clearance_id: int) -> None:
    """For what was written down by mistake. Raises Forbidden, NotFound."""
    policy.require_placing(actor, learner)
    clearance = session().get(Clearance, clearance_id)
    if clearance is None or clearance.person_id != learner.person_id:
        raise NotFound(N_("There is no such clearance."))
    _record(actor, "clearance.take-back", learner, clearance)
    session().delete(clearance)
    session().flush()


def _record(actor: Actor, action: str, learner: Enrolment, clearance: Clearance) -> None:
    place = f"cohort:{learner.cohort_id}"
    audit.record(person_id(actor), action, f"enrolment:{learner.id}", place=place, detail=f"clearance:{clearance.id}")
