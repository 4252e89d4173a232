"""Who reviews what: administrators of the service everything, coordinators and administrators of a place their own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from app.accounts.actor import Actor
from app.accounts.models import Institution, RoleGrant
from app.accounts.policy import COORDINATING, may_grant


def may_review_nation(actor: Actor) -> bool:
    """What is held nationally."""
    return actor.is_national("administrator")


def may_see_institution(actor: Actor, institution: Institution) -> bool:
    return actor.is_national(*COORDINATING) or institution.id in actor.places("institution", COORDINATING)


def may_end(actor: Actor, grant: RoleGrant, institution_id: int | None) -> bool:
    """A role that the actor could have given, never one of their own."""
    given = may_grant(actor, grant.role, grant.place_kind, grant.place_id, institution_id)
    return given and grant.person_id != actor.id


def visible_institutions(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Institution`."""
    if actor.is_national(*COORDINATING):
        return true()
    own = actor.places("institution", COORDINATING)
    return Institution.id.in_(sorted(own)) if own else false()
