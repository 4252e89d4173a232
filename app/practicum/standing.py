"""Where a learner stands: one function gives learners, those who sign and coordinators the same figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.catalogue.practicum_types import Practicum
from app.hours import queries as hours
from app.hours.queries import Totals
from app.practicum import debt, pace, tallies, targets
from app.practicum.debt import Debt
from app.practicum.pace import Pace
from app.practicum.rules import CONTACT, SUPERVISION
from app.practicum.tallies import Facts
from app.practicum.targets import Progress


@dataclass(frozen=True, slots=True)
class Sum:
    """Minutes signed and waiting of all categories of a kind; `wanted` is what targets of time want of them."""

    done: int
    pending: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Standing:
    progress: tuple[Progress, ...]
    contact: Sum
    supervision: Sum
    pace: Pace | None
    debts: tuple[Debt, ...]
    oldest_pending: date | None

    @property
    def is_behind(self) -> bool:
        return self.pace is not None and self.pace.state in pace.WORRYING


def of_learners(practicum: Practicum, enrolment_ids: Collection[int], day: date, ends_on: date) -> dict[int, Standing]:
    """By enrolment, as of `day`, which is the institution's; `ends_on` is the last day for everybody."""
    totals = hours.sum_totals_of(enrolment_ids)
    facts = tallies.read(practicum, enrolment_ids, day, pace.window_from(day))
    return {
        one: _standing(practicum, totals.get(one) or Totals({}, {}), facts.get(one) or Facts(), day, ends_on)
        for one in enrolment_ids
    }


def of_learner(practicum: Practicum, enrolment_id: int, day: date, ends_on: date) -> Standing:
    return of_learners(practicum, [enrolment_id], day, ends_on)[enrolment_id]


def _standing(practicum: Practicum, totals: Totals, facts: Facts, day: date, ends_on: date) -> Standing:
    progress = targets.progress(practicum, totals, facts)
    recent: Counter[str] = Counter()
    for one in facts.tallies:
        recent[one.category] += one.recent
    first = min((one.first for one in facts.tallies), default=None)
    return Standing(
        progress=progress,
        contact=_sum(practicum, totals, progress, CONTACT),
        supervision=_sum(practicum, totals, progress, SUPERVISION),
        pace=pace.forecast(progress, recent, first, day, ends_on),
        debts=debt.debts(practicum, totals, facts, day, ends_on),
        oldest_pending=facts.oldest_pending,
    )


def _sum(practicum: Practicum, totals: Totals, progress: tuple[Progress, ...], counts: str) -> Sum:
    ids = {one.id for one in practicum.categories if one.counts == counts}
    wanted = sum(one.wanted for one in progress if one.is_time and one.target.category in ids)
    return Sum(*debt.minutes_of(practicum, totals, counts), wanted)
