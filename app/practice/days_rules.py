"""Days that somebody chooses for themselves: pure. Only dates remain, never of which feast they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.exercise_types import CalendarDay
from app.practice.year import FASTING, FREE, MEMORIAL, QUIET

KINDS = (QUIET, FASTING, MEMORIAL, FREE)
LONGEST = 62
MOST = 400
Dated = tuple[date, str]
"""A date, and what it is for somebody."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    first_day: date
    last_day: date
    kind: str

    def dates(self) -> Iterator[Dated]:
        for offset in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + timedelta(days=offset), self.kind

    @property
    def name(self) -> str:
        """As a form carries it."""
        return f"{self.first_day.isoformat()}.{self.last_day.isoformat()}.{self.kind}"


def span_of(day: CalendarDay) -> Span:
    """What a day of the calendar would be for whoever ticks it: a feast is quiet."""
    return Span(day.starts, day.ends, day.kind if day.kind in (FASTING, MEMORIAL) else QUIET)


def read(name: str) -> Span | None:
    """A span as a form sent it; None for anything else."""
    parts = name.split(".")
    try:
        span = Span(date.fromisoformat(parts[0]), date.fromisoformat(parts[1]), parts[2])
    except (ValueError, IndexError):
        return None
    is_span = len(parts) == 3 and span.kind in KINDS and 0 <= (span.last_day - span.first_day).days < LONGEST
    return span if is_span else None


def ticked(offered: Iterable[Span], chosen: Collection[Dated]) -> set[Span]:
    """Those of which every date is chosen."""
    return {span for span in offered if all(dated in chosen for dated in span.dates())}


def after(offered: Iterable[Span], chosen: Collection[Dated], wanted: Collection[Span]) -> set[Dated]:
    """What is chosen once the list was sent: ticks that are new come, those that are gone go, all else stays."""
    known = set(offered)
    kept = {dated for span in known & set(wanted) for dated in span.dates()}
    gone = {dated for span in ticked(known, chosen) - set(wanted) for dated in span.dates()}
    return (set(chosen) - gone) | kept


def spans(chosen: Iterable[Dated]) -> list[Span]:
    """Dates that follow one another, each kind for itself, earliest first."""
    found: list[Span] = []
    for kind in KINDS:
        for day in sorted(on for on, its in chosen if its == kind):
            if found and found[-1].kind == kind and found[-1].last_day + timedelta(days=1) == day:
                found[-1] = Span(found[-1].first_day, day, kind)
            else:
                found.append(Span(day, day, kind))
    return sorted(found)


def dated(own_days: Mapping[date, Iterable[str]]) -> set[Dated]:
    return {(day, kind) for day, kinds in own_days.items() for kind in kinds}
