"""Keeping one's own writing."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import session
from app.core.encryption import KeyRing, seal
from app.core.errors import Invalid
from app.core.words import N_
from app.reflections.keys import context, key_of
from app.reflections.models import Reflection

LONGEST = 20_000


def keep(ring: KeyRing, actor: Actor, lesson_id: str, prompt_id: str, text: str) -> None:
    """Stores the text encrypted; an empty one removes what was there. Raises Invalid if it is too long."""
    if len(text) > LONGEST:
        raise Invalid(N_("This is longer than %(count)s characters. Please shorten it."), field="text", count=LONGEST)
    where = (actor.id, lesson_id, prompt_id)
    row = session().get(Reflection, where)
    if not text.strip():
        if row is not None:
            session().delete(row)
        return
    sealed = seal(key_of(ring, actor.id), text, context(*where))
    if row is None:
        row = Reflection(person_id=actor.id, lesson_id=lesson_id, prompt_id=prompt_id, sealed=sealed, updated_at=now())
        session().add(row)
    else:
        row.sealed, row.updated_at = sealed, now()
