"""The sheet that a performance is rated by, out of the release that it was opened on."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.types import Catalogue, Competency, Lesson, Rubric, Sheet
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.performance import rules
from app.performance.models import Performance
from app.releases import queries as releases

NO_SHEET = N_("This lesson has no rating sheet in the published content of the cohort’s programme.")


@dataclass(frozen=True, slots=True)
class Watched:
    """A sheet with everything that it refers to."""

    rubric: Rubric
    sheet: Sheet
    competencies: tuple[Competency, ...]
    lesson: Lesson
    release_id: int


def get_watched(performance: Performance) -> Watched:
    """Raises NotFound when the release does not hold the sheet, which only a damaged database brings about."""
    content = releases.published(performance.release_id)
    return _watched(content.catalogue, performance.lesson_id, content.release_id)


def get_watched_in(cohort: Cohort, lesson_id: str) -> Watched:
    """By the cohort's own release. Raises NotFound for a lesson that nobody is rated in, or not in this programme."""
    content = releases.published(cohort.release_id)
    if not any(lesson.id == lesson_id for lesson in _lessons(content.catalogue, cohort)):
        raise NotFound(NO_SHEET)
    return _watched(content.catalogue, lesson_id, content.release_id)


def list_rated(cohort: Cohort) -> list[Lesson]:
    """Lessons of the cohort's programme that have a sheet, in their order."""
    return [one for one in _lessons(releases.published(cohort.release_id).catalogue, cohort) if one.is_rated]


def _lessons(catalogue: Catalogue, cohort: Cohort) -> tuple[Lesson, ...]:
    programme = catalogue.programmes.get(cohort.programme_id)
    return catalogue.lessons_of(programme) if programme else ()


def _watched(catalogue: Catalogue, lesson_id: str, release_id: int) -> Watched:
    sheet, rubric = catalogue.find_sheet(lesson_id), catalogue.rubric
    if sheet is None or rubric is None or lesson_id not in catalogue.lessons:
        raise NotFound(NO_SHEET)
    competencies = rules.competencies_of(rubric, sheet)
    return Watched(rubric, sheet, competencies, catalogue.lessons[lesson_id], release_id)
