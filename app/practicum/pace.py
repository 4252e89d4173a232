"""Whether the hours will be complete in time, if practice goes on as in the last weeks; too little says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.practicum.targets import Progress

COMPLETE, ON_TRACK, BEHIND, STALLED, OVER = "complete", "on-track", "behind", "stalled", "over"
NOT_BEGUN, EARLY = "not-begun", "early"
WORRYING = (OVER, STALLED, BEHIND)

WINDOW = timedelta(weeks=8)
ENOUGH = timedelta(weeks=3)
"""So long after the first entry nothing is foretold."""

FURTHEST = timedelta(days=3 * 365)
STEP = 5
"""Minutes a week are said in fives, rounded up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes that targets of time still miss: `weekly` done a week lately, `needed` a week until `ends_on`.

    `finishes_on` is None unless every one of them gets something; `idle` are those that get (almost) nothing.
    """

    state: str
    ends_on: date
    missing: int = 0
    weekly: int = 0
    needed: int = 0
    finishes_on: date | None = None
    idle: tuple[Progress, ...] = ()


def window_from(day: date) -> date:
    """The first day of the weeks that a forecast looks at."""
    return day - WINDOW + timedelta(days=1)


def forecast(
    progress: Sequence[Progress], recent: Mapping[str, int], first: date | None, day: date, ends_on: date
) -> Pace | None:
    """`recent` are minutes by category since `window_from(day)`; `first` the first day of practice ever.

    None for a practicum without targets of time.
    """
    times = [one for one in progress if one.is_time]
    lacking = [one for one in times if one.missing]
    missing = sum(one.missing for one in lacking)
    if not times:
        return None
    if not lacking:
        return Pace(COMPLETE, ends_on)
    if day > ends_on:
        return Pace(OVER, ends_on, missing)
    needed = _fives(missing * 7, (ends_on - day).days + 1)
    if first is None or day - first < ENOUGH:
        return Pace(EARLY if first else NOT_BEGUN, ends_on, missing, needed=needed)
    days = min(WINDOW.days, (day - first).days + 1)
    left = {one.target.id: _days_left(one.missing, recent.get(one.target.category, 0), days) for one in lacking}
    weekly = sum(recent.get(category, 0) for category in {one.target.category for one in lacking}) * 7 // days
    idle = tuple(one for one in lacking if left[one.target.id] is None)
    if idle:
        return Pace(STALLED, ends_on, missing, weekly, needed, None, idle)
    finish = day + timedelta(days=max(found for found in left.values() if found is not None))
    return Pace(ON_TRACK if finish <= ends_on else BEHIND, ends_on, missing, weekly, needed, finish)


def _days_left(missing: int, done: int, days: int) -> int | None:
    """At `done` minutes in so many `days`; None where that would take years."""
    if not done:
        return None
    left = -(-missing * days // done)
    return left if left <= FURTHEST.days else None


def _fives(numerator: int, denominator: int) -> int:
    """The quotient, rounded up to fives."""
    return -(-numerator // (denominator * STEP)) * STEP
