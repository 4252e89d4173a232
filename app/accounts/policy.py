"""Who may change what about people and roles."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.core.errors import Forbidden
from app.core.words import N_

REFUSAL = N_("You may not do this here. An administrator can.")
GRANTED_BY_COORDINATOR = frozenset({"learner", "trainer", "supervisor"})


def require_administrator(actor: Actor) -> None:
    if not actor.has_role("administrator"):
        raise Forbidden(REFUSAL)


def may_add_people(actor: Actor) -> bool:
    return actor.has_role("administrator", "coordinator")


def require_adding_people(actor: Actor) -> None:
    if not may_add_people(actor):
        raise Forbidden(REFUSAL)


def require_granting(actor: Actor, role: str, place_kind: str, place_id: int) -> None:
    """National administrators grant anything; a coordinator grants learners, trainers and supervisors of the own place.

    For a cohort the caller has checked that it belongs to the coordinator's institution.
    """
    if actor.is_national("administrator"):
        return
    if actor.has_role("administrator") and place_id in actor.places(place_kind, ["administrator"]):
        return
    own = place_kind == "cohort" or place_id in actor.places(place_kind, ["coordinator", "administrator"])
    if may_add_people(actor) and role in GRANTED_BY_COORDINATOR and own:
        return
    raise Forbidden(REFUSAL)
