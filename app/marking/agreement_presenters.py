"""Figures of agreement as the page shows them: a figure where there is enough to say, else how many pairs there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue.types import Words
from app.marking.asked import find_question
from app.marking.queries import Pair
from app.performance.agreement import PAIRS_WANTED, Figure, NotEnough, exact_percent, icc, weighted_kappa
from app.performance.pairs import RatedTwice
from app.releases import queries as releases

LEVELS = (1, 2, 3, 4)
SHORT = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One row: so many pairs, how many alike, and the coefficient, or why there is none (too-few, no-variance)."""

    title: Words
    pairs: int
    exact: int | None
    figure: Figure | None
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """One version of a sheet or rubric. `totals` is the ICC line, `lines` the kappas; a rubric has no lines."""

    title: Words
    version: str
    pairs: int
    lines: list[Line]
    totals: Line


def of_sheets(rated: Sequence[RatedTwice]) -> list[Table]:
    return [_sheet(one) for one in rated]


def _sheet(rated: RatedTwice) -> Table:
    lines = [
        _line(one.title, rated.pairs(one.id), lambda pairs: weighted_kappa(pairs, LEVELS))
        for one in rated.watched.competencies
    ]
    sheet = rated.watched.sheet
    totals = _line({}, rated.totals, icc)
    return Table(sheet.title, sheet.version[:SHORT], len(rated.levels), lines, totals)


def of_answers(pairs: Mapping[tuple[str, str, str, int], list[Pair]], release_id: int | None) -> list[Table]:
    """A question that the newest content does not hold any more is named by its id."""
    lessons = releases.published(release_id).catalogue.lessons if release_id else {}
    found = []
    for (lesson_id, question_id, version, _), marks in pairs.items():
        question = find_question(lessons.get(lesson_id), question_id)
        title = question.title if question else {"en": question_id}
        points = [(one.first, one.second) for one in marks]
        found.append(Table(title, version[:SHORT], len(marks), [], _line({}, points, icc)))
    return found


def _line(
    title: Words, pairs: list[tuple[int, int]], count: Callable[[list[tuple[int, int]]], Figure | NotEnough]
) -> Line:
    if len(pairs) < PAIRS_WANTED:
        return Line(title, len(pairs), None, None, "too-few")
    found = count(pairs)
    exact = exact_percent(pairs)
    if isinstance(found, NotEnough):
        return Line(title, len(pairs), exact, None, found.reason)
    return Line(title, len(pairs), exact, found, "")
