"""Notes of assessors, sealed with the learner's own key: erasing the key erases what was written about them."""

from __future__ import annotations

from app.core.encryption import KeyRing, Unreadable, seal, unseal
from app.portfolio.models import PortfolioRating
from app.reflections.keys import key_of


def sealed(ring: KeyRing, person_id: int, competency: str, text: str) -> bytes | None:
    """None for no words. Raises Unreadable where the learner has no key any more."""
    return seal(key_of(ring, person_id), text, _context(person_id, competency)) if text else None


def read(ring: KeyRing, rating: PortfolioRating) -> str | None:
    """The words, empty if there were none; None where they cannot be read any more."""
    if rating.note is None:
        return ""
    person_id = rating.enrolment.person_id
    try:
        return unseal(key_of(ring, person_id), rating.note, _context(person_id, rating.competency))
    except Unreadable:
        return None


def _context(person_id: int, competency: str) -> str:
    return f"portfolio:{person_id}:{competency}"
