"""Who may change what about people and roles."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.errors import Forbidden
from app.core.words import N_

REFUSAL = N_("You may not do this here. An administrator can.")
COORDINATING = ("coordinator", "administrator")
GRANTED_BY_COORDINATOR = frozenset({"learner", "trainer", "supervisor"})


def require_administrator(actor: Actor) -> None:
    if not actor.is_national("administrator"):
        raise Forbidden(REFUSAL)


def may_keep_institution(actor: Actor, institution_id: int) -> bool:
    """Its coordinators and administrators, and national ones."""
    return actor.is_national(*COORDINATING) or institution_id in actor.places("institution", COORDINATING)


def may_see_institution(actor: Actor, institution: Institution) -> bool:
    """Among those that somebody keeps."""
    return may_keep_institution(actor, institution.id)


def visible_institutions(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Institution`."""
    if actor.is_national(*COORDINATING):
        return true()
    own = actor.places("institution", COORDINATING)
    return Institution.id.in_(sorted(own)) if own else false()


def require_keeping_institution(actor: Actor, institution_id: int) -> None:
    if not may_keep_institution(actor, institution_id):
        raise Forbidden(REFUSAL)


def may_add_people(actor: Actor) -> bool:
    return actor.has_role("administrator", "coordinator")


def require_adding_people(actor: Actor) -> None:
    if not may_add_people(actor):
        raise Forbidden(REFUSAL)


def require_granting(actor: Actor, role: str, place_kind: str, place_id: int, within: int | None = None) -> None:
    """Raises Forbidden unless the actor may give or end this role."""
    if not may_grant(actor, role, place_kind, place_id, within):
        raise Forbidden(REFUSAL)


def may_grant(actor: Actor, role: str, place_kind: str, place_id: int, within: int | None = None) -> bool:
    """National administrators grant anything; a coordinator grants learners, trainers and supervisors of the own place.

    `within` is the institution that a cohort or site belongs to, which this room cannot look up.
    """
    if actor.is_national("administrator"):
        return True
    if actor.has_role("administrator") and place_id in actor.places(place_kind, ["administrator"]):
        return True
    own = place_id in actor.places(place_kind, COORDINATING)
    around = place_kind in ("cohort", "site") and within in actor.places("institution", COORDINATING)
    return role in GRANTED_BY_COORDINATOR and (own or around or actor.is_national("coordinator"))
