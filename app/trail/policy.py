"""Who reads which rows: the same thought for institutions and, over `AuditEvent`, for rows."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.accounts.policy import COORDINATING
from app.audit.models import REFUSED, AuditEvent
from app.trail import belonging


def sees_all(actor: Actor) -> bool:
    """Also what belongs to no institution."""
    return actor.is_national("administrator")


def visible_institutions(actor: Actor) -> ColumnElement[bool]:
    if actor.is_national(*COORDINATING):
        return true()
    own = actor.places("institution", COORDINATING)
    return Institution.id.in_(sorted(own)) if own else false()


def visible_events(actor: Actor) -> ColumnElement[bool]:
    return true() if sees_all(actor) else belonging_to(visible_institutions(actor))


def belonging_to(institutions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows of those institutions; a refusal, which has no place, also to those of whoever was refused."""
    nowhere = AuditEvent.place == ""
    return or_(
        AuditEvent.place.in_(belonging.places(institutions)),
        and_(nowhere, AuditEvent.subject.in_(belonging.subjects(institutions))),
        and_(nowhere, AuditEvent.outcome == REFUSED, AuditEvent.actor_id.in_(belonging.people(institutions))),
    )
