"""Keeping one's own writing."""

from __future__ import annotations

from sqlalchemy import delete, update

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.encryption import KeyRing, seal
from app.core.errors import Invalid
from app.core.words import N_
from app.reflections.keys import context, key_of
from app.reflections.models import Reflection

LONGEST = 20_000


def keep(ring: KeyRing, actor: Actor, lesson_id: str, prompt_id: str, text: str) -> None:
    """Stores the text encrypted; an empty one removes what was there. Raises Invalid if it is too long."""
    text = text.replace("\0", "")  # no page may hold it
    if len(text) > LONGEST:
        raise Invalid(N_("This is longer than %(count)s characters. Please shorten it."), field="text", count=LONGEST)
    where = (actor.id, lesson_id, prompt_id)
    own = {"person_id": actor.id, "lesson_id": lesson_id, "prompt_id": prompt_id}
    if not text.strip():
        session().execute(delete(Reflection).filter_by(**own))
        return
    kept = {"sealed": seal(key_of(ring, actor.id), text, context(*where)), "updated_at": now()}
    if not insert_unless_there(Reflection, own | kept):
        session().execute(update(Reflection).filter_by(**own).values(kept))
