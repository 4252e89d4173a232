"""Who searches what: the trail of an institution its coordinators and administrators, all of it national ones."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.accounts.policy import COORDINATING


def sees_all(actor: Actor) -> bool:
    """Also what belongs to no institution."""
    return actor.is_national("administrator")


def may_see_institution(actor: Actor, institution: Institution) -> bool:
    return actor.is_national(*COORDINATING) or institution.id in actor.places("institution", COORDINATING)


def visible_institutions(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Institution`."""
    if actor.is_national(*COORDINATING):
        return true()
    own = actor.places("institution", COORDINATING)
    return Institution.id.in_(sorted(own)) if own else false()
