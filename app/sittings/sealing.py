"""A sitting's text and the key that opens it: bound to its row, so that it opens nowhere else."""

from __future__ import annotations

from app.core.encryption import seal, unseal
from app.sittings.models import Sitting
from app.sittings.rules import Kept, dumps, loads


def close(key: bytes, sitting: Sitting, kept: Kept) -> None:
    sitting.sealed = seal(key, dumps(kept), _where(sitting))


def read(key: bytes, sitting: Sitting) -> Kept:
    """Raises Unreadable."""
    return Kept() if sitting.sealed is None else loads(unseal(key, sitting.sealed, _where(sitting)))


def seal_anew(old: bytes, new: bytes, sitting: Sitting) -> None:
    """For another key; nobody reads it. Raises Unreadable."""
    if sitting.sealed is not None:
        sitting.sealed = seal(new, unseal(old, sitting.sealed, _where(sitting)), _where(sitting))


def _where(sitting: Sitting) -> str:
    return f"sitting:{sitting.enrolment_id}:{sitting.id}"
