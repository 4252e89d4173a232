"""Who sets duty phones: coordinators and administrators, where they hold that role."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.duty.models import DutyContact
from app.enrolment import policy as enrolment
from app.enrolment.policy import COORDINATING


def may_set_for(actor: Actor, institution_id: int) -> bool:
    return accounts.may_keep_institution(actor, institution_id)


def may_see_contact(actor: Actor, contact: DutyContact) -> bool:
    if contact.cohort is not None:
        return enrolment.may_see_cohort(actor, contact.cohort, COORDINATING)
    return may_set_for(actor, contact.institution_id)


def visible_contacts(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `DutyContact` joined to its cohort, if it has one."""
    if actor.is_national(*COORDINATING):
        return true()
    institutions = sorted(actor.places("institution", COORDINATING))
    own = and_(DutyContact.cohort_id.is_(None), DutyContact.institution_id.in_(institutions))
    return or_(own, and_(DutyContact.cohort_id.is_not(None), enrolment.visible_cohorts(actor, COORDINATING)))
