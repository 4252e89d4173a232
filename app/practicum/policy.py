"""Who sees an entry: its learner, and once it is sent in whoever signs it. Coordinators see its figures elsewhere.

A coordinator who has opened what the learner wrote (`breakglass`) reads what was sent in, for some hours.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from app.accounts.actor import Actor
from app.breakglass import policy as breakglass
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.placements import queries as placements
from app.practicum.models import APPROVED, RETURNED, SUBMITTED, PracticumEntry

SENT = (SUBMITTED, RETURNED, APPROVED)
with_absent = placements.with_absent


def signs_for(actor: Actor) -> frozenset[int]:
    """Supervisors as whom the actor signs today: themselves, and those for whom they stand in."""
    return with_absent(one.id for one in placements.supervisors_of(actor.id))


def may_see_entry(actor: Actor, entry: PracticumEntry) -> bool:
    if entry.enrolment.person_id == actor.id:
        return True
    if entry.status not in SENT:
        return False
    return entry.supervisor_id in signs_for(actor) or breakglass.is_open(actor, entry.enrolment_id)


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `PracticumEntry` joined to `Enrolment`."""
    theirs = PracticumEntry.supervisor_id.in_(sorted(signs_for(actor)))
    opened = PracticumEntry.enrolment_id.in_(breakglass.opened_by(actor))
    return or_(Enrolment.person_id == actor.id, and_(PracticumEntry.status.in_(SENT), or_(theirs, opened)))


def may_see_figures(actor: Actor, learner: Enrolment) -> bool:
    """Minutes, states and kinds of practice, never what was learned nor about whom."""
    return learner.person_id == actor.id or may_coordinate(actor, learner)


def may_see_targets(actor: Actor, learner: Enrolment) -> bool:
    """The same for whoever signs for the learner, in their own right or standing in."""
    return may_see_figures(actor, learner) or placements.is_signer_of(actor, learner.id)


def may_coordinate(actor: Actor, learner: Enrolment) -> bool:
    return enrolment.may_see_cohort(actor, learner.cohort, enrolment.COORDINATING)
