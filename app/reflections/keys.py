"""A person's own key, and what binds a text to its place."""

from __future__ import annotations

from app.accounts.keys import key_of

__all__ = ["context", "key_of"]


def context(person_id: int, lesson_id: str, prompt_id: str) -> str:
    return f"reflection:{person_id}:{lesson_id}:{prompt_id}"
