"""What a meeting teaches: a lesson of the cohort's programme, as the release of that time has it."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.types import Lesson, Programme
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.meetings import rules
from app.releases import queries as releases

GONE = N_("This lesson is not in the published content of the cohort’s programme.")


@dataclass(frozen=True, slots=True)
class Taught:
    lesson: Lesson
    programme: Programme
    release_id: int

    @property
    def parts(self) -> dict[str, int]:
        return {"theory": self.lesson.theory_minutes, "practice": self.lesson.practice_minutes}


def get_taught(cohort: Cohort, lesson_id: str, release_id: int | None = None) -> Taught:
    """`release_id` is the one a roll was closed on; else the cohort's own or the active one. Raises NotFound."""
    content = releases.published(release_id or cohort.release_id)
    programme = content.catalogue.programmes.get(cohort.programme_id)
    lesson = content.catalogue.lessons.get(lesson_id)
    if programme is None or lesson is None or lesson.module not in programme.modules:
        raise NotFound(GONE)
    return Taught(lesson, programme, content.release_id)


def list_meetable(cohort: Cohort) -> list[Lesson]:
    """Lessons of the cohort's programme that are held as meetings, in their order."""
    catalogue = releases.published(cohort.release_id).catalogue
    programme = catalogue.programmes.get(cohort.programme_id)
    if programme is None:
        return []
    return [lesson for lesson in catalogue.lessons_of(programme) if lesson.kind in rules.KINDS]


def titles(cohort: Cohort) -> dict[str, Lesson]:
    """Lesson id → lesson, for lists; an id that the release lost is missing here."""
    return dict(releases.published(cohort.release_id).catalogue.lessons)
