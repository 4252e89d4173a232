"""Binds the room to the consent that it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from app.accounts.setup import ring
from app.baseline import queries, service
from app.baseline.models import BaselineAnswer
from app.core.encryption import KeyRing
from app.privacy.rules import EVALUATION
from app.privacy.service import when_withdrawn


def init_app(_app: Flask) -> None:
    when_withdrawn(EVALUATION, forget)


def forget(person_id: int) -> None:
    """Whoever takes back their yes to the evaluation takes back what they answered for it."""
    service.forget(person_id, ring())


def copy(found: KeyRing, person_id: int) -> list[Mapping[str, object]]:
    """What somebody answered, for the copy of their data."""
    hidden = ("study_id", "cohort_id")
    return [
        {c.name: getattr(one, c.name) for c in BaselineAnswer.__table__.columns if c.name not in hidden}
        for one in queries.list_of(person_id, found)
    ]
