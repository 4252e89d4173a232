"""Who searches what: the trail of an institution its coordinators and administrators, all of it national ones."""

from __future__ import annotations

from app.accounts.actor import Actor


def sees_all(actor: Actor) -> bool:
    """Also what belongs to no institution."""
    return actor.is_national("administrator")
