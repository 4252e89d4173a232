"""Which exercises have a sheet, and one's own notes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.catalogue.exercise_types import Exercise
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.releases import queries as releases
from app.sharing.models import SharingNote

NO_SHEET = N_("There is no such sheet.")
SHOWN = 100


def get_sheeted(exercise_id: str) -> Exercise:
    """An exercise that everybody may read the sheet of, as it is published now. Raises NotFound."""
    exercise = releases.get_published().catalogue.exercises.get(exercise_id)
    if exercise is None or exercise.is_planned or exercise.sheet is None or exercise.share == "mentor-only":
        raise NotFound(NO_SHEET)
    return exercise


def list_notes(enrolment_id: int, exercise_id: str) -> Sequence[SharingNote]:
    """Newest first."""
    wanted = select(SharingNote).filter_by(enrolment_id=enrolment_id, exercise_id=exercise_id)
    return session().scalars(wanted.order_by(SharingNote.shared_on.desc(), SharingNote.code).limit(SHOWN)).all()
