"""Reading one's own writing."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.accounts.models import PersonKey
from app.core.db import fetch
from app.core.encryption import KeyRing, Unreadable, WrappedKey, unseal
from app.reflections.keys import context
from app.reflections.models import Reflection

_sealed = (
    select(Reflection.prompt_id, Reflection.sealed, PersonKey.master_id, PersonKey.wrapped)
    .outerjoin(PersonKey, PersonKey.person_id == Reflection.person_id)
    .where(Reflection.person_id == bindparam("person"), Reflection.lesson_id == bindparam("lesson"))
)


def list_texts(ring: KeyRing, person_id: int, lesson_id: str) -> dict[str, str]:
    """Prompt id → text of the person who asks, about one lesson; one statement. Raises Unreadable."""
    rows = fetch(_sealed, {"person": person_id, "lesson": lesson_id})
    if not rows:
        return {}
    _, _, master_id, wrapped = rows[0]
    if wrapped is None:
        raise Unreadable("this person has no key")
    key = ring.unwrap(WrappedKey(master_id, wrapped))
    return {prompt: unseal(key, sealed, context(person_id, lesson_id, prompt)) for prompt, sealed, *_ in rows}
