"""Opens a person's own key."""

from __future__ import annotations

from app.accounts.models import PersonKey
from app.core.db import session
from app.core.encryption import KeyRing, Unreadable, WrappedKey


def key_of(ring: KeyRing, person_id: int) -> bytes:
    """Raises Unreadable if the key was destroyed or its master is missing."""
    stored = session().get(PersonKey, person_id)
    if stored is None:
        raise Unreadable("this person has no key")
    return ring.unwrap(WrappedKey(stored.master_id, stored.wrapped))
