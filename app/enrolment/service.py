"""Enrolling people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts import invitations, links
from app.accounts import service as accounts
from app.accounts.actor import Actor, person_id
from app.accounts.models import Person
from app.accounts.service import Place
from app.audit import service as audit
from app.core.clock import today
from app.core.db import session
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.enrolment import policy, queries
from app.enrolment.models import Cohort, Enrolment


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody new, what they are to be, and where."""

    email: str
    name: str
    language: str
    role: str
    place_kind: str
    place_id: int


def enrol(actor: Actor, person: Person, cohort: Cohort, *, on: date) -> Enrolment:
    """Raises Conflict if the person is in this cohort already."""
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(N_("Only a coordinator of this institution can enrol people."))
    same = select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.cohort_id == cohort.id)
    if session().scalars(same).first():
        raise Conflict(N_("This person is in the cohort already."))
    enrolment = Enrolment(person_id=person.id, cohort_id=cohort.id, enrolled_on=on)
    session().add(enrolment)
    session().flush()
    place = Place("cohort", cohort.id)
    accounts.grant_role(actor, person, "learner", place, within=cohort.institution_id, from_day=on)
    audit.record(person_id(actor), "enrolment.add", f"enrolment:{enrolment.id}", place=f"cohort:{cohort.id}")
    return enrolment


def invite(actor: Actor, ring: KeyRing, draft: Invitation) -> tuple[Person, str]:
    """Adds somebody, gives them their role and invites them; returns the path of their link.

    Raises Invalid, Conflict if the address has an account, NotFound or Forbidden for a place that is not the actor's.
    """
    is_cohort = draft.place_kind == "cohort"
    if draft.role == "learner" and not is_cohort:
        raise Invalid(N_("A learner learns in a cohort: choose one."), field="place")
    cohort = queries.get_cohort(actor, draft.place_id, policy.COORDINATING) if is_cohort else None
    person = accounts.add_person(actor, ring, email=draft.email, name=draft.name, language=draft.language)
    if cohort is not None and draft.role == "learner":
        enrol(actor, person, cohort, on=today(cohort.institution.time_zone))
    else:
        within = cohort.institution_id if cohort else None
        accounts.grant_role(actor, person, draft.role, Place(draft.place_kind, draft.place_id), within=within)
    return person, invitations.send(actor, person)


def invite_again(actor: Actor, person_id: int) -> str:
    """A new link for somebody who has not accepted yet; the old one stops working. Raises NotFound."""
    return invitations.send(actor, queries.get_waiting(actor, person_id))


def hand_over(actor: Actor, person_id: int) -> str:
    """A link that the actor hands over; nothing is mailed, and earlier links go on working. Raises NotFound."""
    person = queries.get_waiting(actor, person_id)
    return invitations.hand_over(actor, [person], links.HAND)[person.id]


def end_links(actor: Actor, person_id: int) -> None:
    """Every link to this account stops working. Raises NotFound."""
    invitations.revoke(actor, [queries.get_waiting(actor, person_id).id])
