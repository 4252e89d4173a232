"""Who reviews what: administrators of the service everything, coordinators and administrators of a place their own."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.accounts.models import RoleGrant
from app.accounts.policy import may_grant


def may_review_nation(actor: Actor) -> bool:
    """What is held nationally."""
    return actor.is_national("administrator")


def may_end(actor: Actor, grant: RoleGrant, institution_id: int | None) -> bool:
    """A role that the actor could have given, never one of their own."""
    given = may_grant(actor, grant.role, grant.place_kind, grant.place_id, institution_id)
    return given and grant.person_id != actor.id
