"""Role-plays that two people rated: their levels side by side, for the figures of agreement. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from app.core.db import session
from app.core.errors import NotFound
from app.enrolment.models import Cohort, Enrolment
from app.performance import rules, sheets
from app.performance.models import RATED, SETTLED, Performance, PerformanceRating


@dataclass(frozen=True, slots=True)
class RatedTwice:
    """Every pair of one version of a sheet: levels by competency, of the observer and of the second rater."""

    watched: sheets.Watched
    levels: list[tuple[rules.Assessment, rules.Assessment]]

    def pairs(self, competency: str) -> list[tuple[int, int]]:
        return [(one.levels[competency], other.levels[competency]) for one, other in self.levels]

    @property
    def totals(self) -> list[tuple[int, int]]:
        return [(sum(one.levels.values()), sum(other.levels.values())) for one, other in self.levels]


def list_rated_twice(visible: ColumnElement[bool]) -> list[RatedTwice]:
    """By version of a sheet, the newest first. `visible` is about `Cohort`. Both ratings must be in."""
    observer, second = aliased(PerformanceRating), aliased(PerformanceRating)
    wanted = (
        select(Performance, observer.ticks, second.ticks)
        .join(Enrolment, Enrolment.id == Performance.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(observer, (observer.performance_id == Performance.id) & (observer.part == rules.OBSERVER))
        .join(second, (second.performance_id == Performance.id) & (second.part == rules.SECOND))
        .where(visible, Performance.state.in_((RATED, SETTLED)))
        .order_by(Performance.id.desc())
    )
    found: dict[tuple[str, str], RatedTwice] = {}
    for performance, one, other in session().execute(wanted):
        key = (performance.sheet_id, performance.sheet_hash)
        if key not in found:
            try:
                found[key] = RatedTwice(sheets.get_watched(performance), [])
            except NotFound:  # a release that lost its sheet says nothing
                continue
        watched = found[key].watched
        found[key].levels.append(
            (
                rules.assess(watched.sheet, watched.competencies, one),
                rules.assess(watched.sheet, watched.competencies, other),
            )
        )
    return list(found.values())
