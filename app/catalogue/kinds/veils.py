"""Names that tell nothing: for forms whose plain ids would say what belongs where."""

from __future__ import annotations

import hashlib

from app.catalogue.types import Question


def veil(question: Question, name: str) -> str:
    """The same for the same question and id; a reader of the page's source cannot tell the id from it."""
    return hashlib.blake2s(f"{question.id}/{name}".encode(), digest_size=6).hexdigest()
