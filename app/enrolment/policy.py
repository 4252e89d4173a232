"""Whose cohort, whose learner: one thought for the single row and for the list."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from app.accounts.actor import STAFF_ROLES, Actor
from app.accounts.links import INVITATION
from app.accounts.models import AccountLink, Person, RoleGrant
from app.accounts.policy import GRANTED_BY_COORDINATOR
from app.enrolment.models import Cohort, Enrolment

TEACHING = ("trainer", "coordinator", "administrator")
COORDINATING = ("coordinator", "administrator")


def may_see_cohort(actor: Actor, cohort: Cohort, roles: tuple[str, ...] = TEACHING) -> bool:
    return (
        actor.is_national(*roles)
        or cohort.id in actor.places("cohort", roles)
        or cohort.institution_id in actor.places("institution", roles)
    )


def visible_cohorts(actor: Actor, roles: tuple[str, ...] = TEACHING) -> ColumnElement[bool]:
    """The same rule as SQL over `Cohort`."""
    if actor.is_national(*roles):
        return true()
    cohorts, institutions = actor.places("cohort", roles), actor.places("institution", roles)
    if not cohorts and not institutions:
        return false()
    return or_(Cohort.id.in_(sorted(cohorts)), Cohort.institution_id.in_(sorted(institutions)))


def may_see_enrolment(actor: Actor, enrolment: Enrolment, roles: tuple[str, ...] = TEACHING) -> bool:
    return enrolment.person_id == actor.id or may_see_cohort(actor, enrolment.cohort, roles)


def visible_enrolments(actor: Actor, roles: tuple[str, ...] = TEACHING) -> ColumnElement[bool]:
    """The same rule as SQL over `Enrolment` joined to `Cohort`."""
    return or_(Enrolment.person_id == actor.id, visible_cohorts(actor, roles))


def roles_to_give(actor: Actor) -> frozenset[str]:
    """Roles that the actor may give at some place; each place has its own say when one is given."""
    return STAFF_ROLES | {"learner"} if actor.has_role("administrator") else GRANTED_BY_COORDINATOR


def waiting_people(actor: Actor) -> ColumnElement[bool]:
    """People who are invited, or were given a role, have never been here, and to whom the actor may hand a link.

    Whoever hands over a link could use it, so the person must hold nothing that the actor could not have given.
    """
    invited = exists().where(AccountLink.person_id == Person.id, AccountLink.purpose == INVITATION)
    held = exists().where(RoleGrant.person_id == Person.id)
    never_here = and_(Person.password_hash.is_(None), Person.is_active, Person.email.is_not(None))
    waits = and_(never_here, or_(invited, held))
    if actor.is_national("administrator"):
        return waits
    institutions = sorted(actor.places("institution", COORDINATING))
    cohorts = select(Cohort.id).where(visible_cohorts(actor, COORDINATING))
    own = or_(
        and_(RoleGrant.place_kind == "cohort", RoleGrant.place_id.in_(cohorts)),
        and_(RoleGrant.place_kind == "institution", RoleGrant.place_id.in_(institutions)),
    )
    beyond = held.where(~and_(own, RoleGrant.role.in_(sorted(GRANTED_BY_COORDINATOR))))
    by_actor = invited.where(AccountLink.by_id == actor.id)
    return and_(waits, ~beyond, or_(by_actor, held))
