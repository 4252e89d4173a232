"""Who may take somebody else's second step away."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.accounts.models import Person


def may_reset(actor: Actor, person: Person) -> bool:
    """Administrators of the whole service; never their own, which another one takes away."""
    return actor.is_national("administrator") and actor.id != person.id
