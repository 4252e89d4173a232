"""Reading one's own writing."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import session
from app.core.encryption import KeyRing, unseal
from app.reflections.keys import context, key_of
from app.reflections.models import Reflection


def list_texts(ring: KeyRing, person_id: int, lesson_id: str) -> dict[str, str]:
    """Prompt id → text of the person who asks, about one lesson. Raises Unreadable."""
    rows = session().scalars(select(Reflection).filter_by(person_id=person_id, lesson_id=lesson_id)).all()
    if not rows:
        return {}
    key = key_of(ring, person_id)
    return {row.prompt_id: unseal(key, row.sealed, context(person_id, lesson_id, row.prompt_id)) for row in rows}
