"""A month of a cohort: minutes signed by the day of practice, kind by kind, for scholarship pay."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.catalogue.types import Words
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.hours.models import Claim, Credit
from app.practicum.content import Held

NO_MONTH = N_("There is no such month of this cohort.")


@dataclass(frozen=True, slots=True)
class Line:
    """`signed` are minutes by category, in the order of the sheet's."""

    enrolment_id: int
    name: str
    signed: tuple[int, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Sheet:
    month: date
    categories: tuple[Words, ...]
    lines: tuple[Line, ...]


def months(cohort: Cohort, day: date) -> list[date]:
    """First days of the cohort's months until today, the newest first."""
    found, month = [], cohort.starts_on.replace(day=1)
    while month <= min(day, cohort.ends_on):
        found.append(month)
        month = _next(month)
    return found[::-1]


def get_month(cohort: Cohort, day: date, asked: str) -> date:
    """`asked` as 2026-11; the newest one for nothing. Raises NotFound."""
    known = {f"{one:%Y-%m}": one for one in months(cohort, day)}
    if not asked and known:
        return next(iter(known.values()))
    if asked not in known:
        raise NotFound(NO_MONTH)
    return known[asked]


def read(cohort: Cohort, held: Held, month: date) -> Sheet:
    """Out of the ledger, whoever has left the cohort since with them; what waits stands beside it."""
    part, ids = held.practicum.part, [one.id for one in held.practicum.categories]
    signed, waiting = _sums(Credit, cohort, part, month), _sums(Claim, cohort, part, month)
    people = enrolment.list_ever(cohort)
    shown = [one for one in people if one.left_on is None or one.id in signed or one.id in waiting]
    return Sheet(
        month,
        tuple(one.title for one in held.practicum.categories),
        tuple(_line(one, [signed[one.id][name] for name in ids], sum(waiting[one.id].values())) for one in shown),
    )


def _line(learner: Enrolment, signed: list[int], waiting: int) -> Line:
    return Line(learner.id, learner.person.name, tuple(signed), waiting)


def _sums(table: type[Credit] | type[Claim], cohort: Cohort, part: str, month: date) -> dict[int, dict[str, int]]:
    wanted = (
        select(table.enrolment_id, table.module, func.sum(table.minutes))
        .join(Enrolment, Enrolment.id == table.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, table.part == part, table.day >= month, table.day < _next(month))
        .group_by(table.enrolment_id, table.module)
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for enrolment_id, category, minutes in session().execute(wanted):
        found[enrolment_id][category] = int(minutes)
    return found


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
