"""How many answered, as it may be told: the only way by which numbers leave this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Institution
from app.baseline.models import BaselineAnswer
from app.baseline.rules import last_day
from app.catalogue.types import Programme
from app.core.clock import today
from app.core.db import session
from app.core.suppression import Part, publish
from app.enrolment.models import Cohort, Enrolment


@dataclass(frozen=True, slots=True)
class CohortFigure:
    """`part` is None while the cohort is still asked, and where it would speak of few."""

    cohort: Cohort
    last_day: date
    is_open: bool
    part: Part | None


@dataclass(frozen=True, slots=True)
class Year:
    """The cohorts of one institution and programme that began in one year.

    `rest`: those whose own figure is left out, together; None while one of them is still asked.
    """

    institution: Institution
    programme: Programme
    year: int
    cohorts: tuple[CohortFigure, ...]
    rest: Part | None


def list_years(institution_ids: Iterable[int], programmes: Mapping[str, Programme]) -> list[Year]:
    """Newest first. Every cohort of an institution is weighed, whoever looks: else two readers would subtract."""
    asking = {name: one for name, one in programmes.items() if one.baseline is not None}
    wanted = (
        select(Cohort)
        .options(joinedload(Cohort.institution))
        .join(Cohort.institution)
        .where(Cohort.institution_id.in_(sorted(institution_ids)), Cohort.programme_id.in_(sorted(asking)))
        .order_by(Institution.code, Cohort.programme_id, Cohort.starts_on.desc(), Cohort.name)
    )
    cohorts = session().scalars(wanted).all()
    groups = groupby(cohorts, lambda one: (one.institution_id, one.programme_id, one.starts_on.year))
    count = _Counts([one.id for one in cohorts])
    return [_year(asking[programme_id], year, list(found), count) for (_, programme_id, year), found in groups]


def _year(programme: Programme, year: int, cohorts: Sequence[Cohort], count: _Counts) -> Year:
    institution, days = cohorts[0].institution, programme.baseline.days if programme.baseline else 0
    day, last = today(institution.time_zone), {one.id: last_day(one.starts_on, days) for one in cohorts}
    over = [one for one in cohorts if day > last[one.id]]
    published = publish([Part(count.asked(one.id, last[one.id]), count.answered(one.id)) for one in over])
    parts = {one.id: part for one, part in zip(over, published.parts, strict=True)}
    figures = [CohortFigure(one, last[one.id], one.id not in parts, parts.get(one.id)) for one in cohorts]
    return Year(institution, programme, year, tuple(figures), published.rest if len(over) == len(cohorts) else None)


class _Counts:
    """Of some cohorts, in two statements."""

    def __init__(self, cohort_ids: Sequence[int]) -> None:
        enrolled = select(Enrolment.cohort_id, Enrolment.enrolled_on, func.count())
        enrolled = enrolled.where(Enrolment.cohort_id.in_(cohort_ids))
        self._enrolled: dict[int, list[tuple[date, int]]] = {}
        for cohort_id, on, number in session().execute(enrolled.group_by(Enrolment.cohort_id, Enrolment.enrolled_on)):
            self._enrolled.setdefault(cohort_id, []).append((on, number))
        whole = select(BaselineAnswer.cohort_id, func.count()).where(
            BaselineAnswer.cohort_id.in_(cohort_ids), BaselineAnswer.total.is_not(None)
        )
        self._whole = {row[0]: row[1] for row in session().execute(whole.group_by(BaselineAnswer.cohort_id))}

    def asked(self, cohort_id: int, until: date) -> int:
        """Everybody who could answer, those included who left afterwards."""
        return sum(number for on, number in self._enrolled.get(cohort_id, ()) if on <= until)

    def answered(self, cohort_id: int) -> int:
        """Those who answered every question."""
        return self._whole.get(cohort_id, 0)
