"""How much a cohort has practised, as it may be told: the only way by which minutes of practice leave their owner.

One figure for a whole cohort, in hours, as it stood at the end of a month: `core.suppression.months_told` says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import session
from app.core.suppression import months_told
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import TEACHING
from app.hours.models import Credit
from app.hours.queries import PRIVATE

STEP = 60
"""Minutes are told in whole hours, rounded down: one exercise more does not show."""

Month = dict[int, int]
"""Minutes of one month by enrolment."""


@dataclass(frozen=True, slots=True)
class Told:
    """Minutes of everybody in a cohort, until and with `last_day`."""

    minutes: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one cohort; `together` with the others of its programme and institution, as far as each is told."""

    own: Told | None
    together: int = 0
    cohorts: int = 0


def find_figures(actor: Actor, cohort: Cohort) -> Figures:
    """Whoever holds their role at this cohort alone learns of it alone."""
    if not (actor.is_national(*TEACHING) or cohort.institution_id in actor.places("institution", TEACHING)):
        return Figures(list_told([cohort.id]).get(cohort.id))
    beside = select(Cohort.id).filter_by(institution_id=cohort.institution_id, programme_id=cohort.programme_id)
    told = list_told(session().scalars(beside).all())
    return Figures(told.get(cohort.id), sum(one.minutes for one in told.values()), len(told))


def list_told(cohort_ids: Collection[int]) -> dict[int, Told]:
    """Of each cohort that may be told of; two statements, however many they are.

    Sums over cohorts are made of these figures and of nothing else: whoever subtracts finds what was told anyway.
    """
    starts = _months(cohort_ids)
    if len(starts) < 2:  # nothing yet, or nothing in a month that is over
        return {}
    told = {}
    for cohort_id, months in _practised(cohort_ids, starts).items():
        if count := months_told([list(month) for month in months]):
            minutes = sum(sum(month.values()) for month in months[:count])
            told[cohort_id] = Told(minutes - minutes % STEP, starts[count] - timedelta(days=1))
    return told


def _months(cohort_ids: Collection[int]) -> list[date]:
    """First days of months, from that of the first row to the present one, of which nothing is told."""
    wanted = select(func.min(Credit.created_at)).join(Enrolment, Enrolment.id == Credit.enrolment_id)
    first: datetime | None = session().execute(wanted.where(*_rows_of(cohort_ids))).scalar()
    return list(_firsts(first.date(), now().date())) if first else []


def _firsts(began: date, day: date) -> Iterator[date]:
    first = began.replace(day=1)
    while first <= day:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)


def _practised(cohort_ids: Collection[int], starts: list[date]) -> dict[int, list[Month]]:
    """By cohort and month that is over. The moment of writing decides, not the day of the exercise: rows are only
    added, so a month that is over stays as it was."""
    ends = [datetime.combine(first, time(), UTC) for first in starts[1:]]
    month = case(*((Credit.created_at < end, number) for number, end in enumerate(ends))).label("month")
    wanted = (
        select(Enrolment.cohort_id, Enrolment.id, month, func.sum(Credit.minutes))
        .join(Credit, Credit.enrolment_id == Enrolment.id)
        .where(*_rows_of(cohort_ids), Credit.created_at < ends[-1])
        .group_by(Enrolment.cohort_id, Enrolment.id, month)
    )
    found: dict[int, list[Month]] = defaultdict(lambda: [{} for _ in ends])
    for cohort_id, enrolment_id, number, minutes in session().execute(wanted):
        found[cohort_id][number][enrolment_id] = int(minutes)
    return found


def _rows_of(cohort_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return Enrolment.cohort_id.in_(cohort_ids), Credit.part.in_(PRIVATE)
