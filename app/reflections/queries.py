"""Reading one's own writing."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import PersonKey
from app.core.db import session
from app.core.encryption import KeyRing, unseal
from app.reflections.keys import context, opened
from app.reflections.models import Reflection


def list_texts(ring: KeyRing, person_id: int, lesson_id: str) -> dict[str, str]:
    """Prompt id → text of the person who asks, about one lesson; one statement. Raises Unreadable."""
    rows = (
        session()
        .execute(
            select(Reflection, PersonKey)
            .outerjoin(PersonKey, PersonKey.person_id == Reflection.person_id)
            .where(Reflection.person_id == person_id, Reflection.lesson_id == lesson_id)
        )
        .all()
    )
    if not rows:
        return {}
    key = opened(ring, rows[0][1])
    return {row.prompt_id: unseal(key, row.sealed, context(person_id, lesson_id, row.prompt_id)) for row, _ in rows}
