"""Who keeps which statement, and who erases whom."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.accounts.models import RoleGrant
from app.accounts.policy import COORDINATING
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.privacy.models import CorrectionRequest, ErasureRequest


def may_keep_statement(actor: Actor, institution_id: int | None) -> bool:
    """The service's: national administrators; an institution's: its coordinators."""
    if institution_id is None:
        return actor.is_national("administrator")
    return accounts.may_keep_institution(actor, institution_id)


def require_keeping_statement(actor: Actor, institution_id: int | None) -> None:
    if not may_keep_statement(actor, institution_id):
        raise NotFound(N_("There is no such institution."))


def visible_requests(actor: Actor) -> ColumnElement[bool]:
    """Over `ErasureRequest`: one's own, and all for national administrators."""
    everybody = actor.is_national("administrator")
    return ErasureRequest.person_id.is_not(None) if everybody else ErasureRequest.person_id == actor.id


def visible_corrections(actor: Actor) -> ColumnElement[bool]:
    """Over `CorrectionRequest`: those of people who hold a role at the actor's institutions or their cohorts."""
    if actor.is_national(*COORDINATING):
        return true()
    institutions = sorted(actor.places("institution", COORDINATING))
    if not institutions:
        return false()
    cohorts = select(Cohort.id).where(Cohort.institution_id.in_(institutions))
    at_it = (RoleGrant.place_kind == "institution") & RoleGrant.place_id.in_(institutions)
    in_cohort = (RoleGrant.place_kind == "cohort") & RoleGrant.place_id.in_(cohorts)
    return CorrectionRequest.person_id.in_(select(RoleGrant.person_id).where(or_(at_it, in_cohort)))
