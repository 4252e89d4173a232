"""Who keeps which statement, and who erases whom."""

from __future__ import annotations

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.words import N_


def may_keep_statement(actor: Actor, institution_id: int | None) -> bool:
    """The service's: national administrators; an institution's: its coordinators."""
    if institution_id is None:
        return actor.is_national("administrator")
    return accounts.may_keep_institution(actor, institution_id)


def require_keeping_statement(actor: Actor, institution_id: int | None) -> None:
    if not may_keep_statement(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
