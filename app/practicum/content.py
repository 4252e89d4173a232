"""What a cohort's programme says about its practicum."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.practicum_types import Practicum
from app.catalogue.types import Programme
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.releases import queries as releases

NONE = N_("This programme has no practicum.")


@dataclass(frozen=True, slots=True)
class Held:
    """A practicum as the cohort's release has it."""

    practicum: Practicum
    programme: Programme
    release_id: int


def find_held(cohort: Cohort, active_id: int | None = None) -> Held | None:
    """`active_id` is the release that is active, where the caller knows it: one statement less."""
    content = releases.published(cohort.release_id or active_id)
    programme = content.catalogue.programmes.get(cohort.programme_id)
    if programme is None or programme.practicum is None:
        return None
    return Held(programme.practicum, programme, content.release_id)


def get_held(cohort: Cohort) -> Held:
    """Raises NotFound for a programme without a practicum."""
    held = find_held(cohort)
    if held is None:
        raise NotFound(NONE)
    return held
