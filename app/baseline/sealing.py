"""The way from an enrolment to its answers: a random study id, sealed with the person's key."""

from __future__ import annotations

import secrets

from app.baseline.models import BaselineLink
from app.core.encryption import seal, unseal

BYTES = 16


def new_study_id() -> str:
    return secrets.token_hex(BYTES)


def seal_link(key: bytes, enrolment_id: int, study_id: str) -> bytes:
    return seal(key, study_id, _where(enrolment_id))


def open_link(key: bytes, link: BaselineLink) -> str:
    """Raises Unreadable."""
    return unseal(key, link.sealed, _where(link.enrolment_id))


def _where(enrolment_id: int) -> str:
    return f"baseline:{enrolment_id}"
