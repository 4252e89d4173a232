"""How far each target is. Minutes come from the ledger and its claims, counts from the entries themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.practicum_types import Category, Practicum, Target
from app.hours.queries import Totals
from app.practicum.tallies import Facts, Met, Tally, counts_codes

Counted = tuple[int, int]
"""Done, and done or pending."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Minutes, or a count, of what a target wants; `missing` is never below 0, and what is pending is not missing."""

    target: Target
    done: int
    pending: int

    @property
    def is_time(self) -> bool:
        return self.target.minutes is not None

    @property
    def wanted(self) -> int:
        return self.target.minutes or self.target.count or 0

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.done - self.pending)

    @property
    def is_reached(self) -> bool:
        return self.done >= self.wanted


def progress(practicum: Practicum, totals: Totals, facts: Facts) -> tuple[Progress, ...]:
    return tuple(_progress(practicum, target, totals, facts) for target in practicum.targets)


def _progress(practicum: Practicum, target: Target, totals: Totals, facts: Facts) -> Progress:
    if target.minutes is not None:
        part = practicum.part
        return Progress(target, totals.minutes(part, target.category), totals.pending_minutes(part, target.category))
    category = practicum.find_category(target.category)
    done, told = _count(target, category, facts) if category else (0, 0)
    return Progress(target, done, max(0, told - done))


def _count(target: Target, category: Category, facts: Facts) -> Counted:
    if (by_case := _count_cases(target, category, facts)) is not None:
        return by_case
    wanted = target.activities or (() if facts.keeps_cases else target.without_cases)
    rows = [one for one in facts.of(category.id) if not wanted or one.activity in wanted]
    if target.counted == "methods":
        return len(_methods(one for one in rows if one.is_signed)), len(_methods(rows))
    measure = MEASURES[target.counted]
    return sum(measure(one) for one in rows if one.is_signed), sum(map(measure, rows))


def _count_cases(target: Target, category: Category, facts: Facts) -> Counted | None:
    """By case code, where there are codes; None where entries' own figures count."""
    met = facts.met.get(category.id, Met())
    if not facts.keeps_cases:
        return None
    if target.counted == "cases-finished":
        return met.finished, met.finished_told
    if target.counted == "people" and counts_codes(category):
        return met.people, met.people_told
    if target.counted == "cross-cultural" and counts_codes(category):
        return met.crossed, met.crossed_told
    return None


def _methods(rows: Iterable[Tally]) -> set[str]:
    return {one.method for one in rows if one.method}


MEASURES: Mapping[str, Callable[[Tally], int]] = {
    "entries": lambda one: one.entries,
    "people": lambda one: one.people,
    "cases-finished": lambda one: one.people,
    "cross-cultural": lambda one: one.crossed,
    "groups": lambda one: one.entries if one.is_group else 0,
}
