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


@dataclass(frozen=True, slots=True)
class Rated:
    """A lesson with the sheets that it is rated by, at least one."""

    lesson: Lesson
    sheets: tuple[Sheet, ...]


def get_watched(performance: Performance) -> Watched:
    """Raises NotFound when the release does not hold the sheet, which only a damaged database brings about."""
    content = releases.published(performance.release_id)
    found = _watched(content, performance.lesson_id, performance.sheet_id)
    if not found:
        raise NotFound(NO_SHEET)
    return found[0]


def list_watched_in(cohort: Cohort, lesson_id: str, sheet_id: str = "") -> list[Watched]:
    """A lesson's sheets, or that one of them, by the cohort's own release.

    Raises NotFound for a lesson that nobody is rated in, or not in this programme.
    """
    content = releases.published(cohort.release_id)
    here = any(lesson.id == lesson_id for lesson in _lessons(content.catalogue, cohort))
    found = _watched(content, lesson_id, sheet_id) if here else []
    if not found:
        raise NotFound(NO_SHEET)
    return found


def list_wanted(performance: Performance) -> frozenset[str]:
    """Ids of all sheets that its lesson asks for, in the release that it was opened on."""
    catalogue = releases.published(performance.release_id).catalogue
    return frozenset(sheet.id for sheet in catalogue.list_sheets(performance.lesson_id))


def list_rated(cohort: Cohort) -> list[Rated]:
    """Lessons of the cohort's programme that have sheets, in their order."""
    catalogue = releases.published(cohort.release_id).catalogue
    return [Rated(one, catalogue.list_sheets(one.id)) for one in _lessons(catalogue, cohort) if one.is_rated]


def _lessons(catalogue: Catalogue, cohort: Cohort) -> tuple[Lesson, ...]:
    programme = catalogue.programmes.get(cohort.programme_id)
    return catalogue.lessons_of(programme) if programme else ()


def _watched(content: releases.Published, lesson_id: str, sheet_id: str = "") -> list[Watched]:
    catalogue, rubric = content.catalogue, content.catalogue.rubric
    lesson = catalogue.lessons.get(lesson_id)
    if rubric is None or lesson is None:
        return []
    return [
        Watched(rubric, sheet, rules.competencies_of(rubric, sheet), lesson, content.release_id)
        for sheet in catalogue.list_sheets(lesson_id)
        if sheet_id in ("", sheet.id)
    ]
