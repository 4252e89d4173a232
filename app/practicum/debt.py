"""Where practice runs ahead of supervision. What is told and not signed counts as well: it has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.catalogue.practicum_types import Limits, Practicum
from app.hours.queries import Totals
from app.practicum.rules import CONTACT, SUPERVISION
from app.practicum.tallies import Facts, Unreviewed

RATIO, GAP, REVIEW = "ratio", "gap", "review"
HOUR = 60


@dataclass(frozen=True, slots=True)
class Debt:
    """ratio: `minutes` of supervision are owed. gap: none for `days`, since `since` (`is_first`: since practice began).
    review: `cases` that nobody has talked about for long, the longest ago first.
    """

    kind: str
    minutes: int = 0
    days: int = 0
    since: date | None = None
    is_first: bool = False
    cases: tuple[Unreviewed, ...] = ()


def debts(practicum: Practicum, totals: Totals, facts: Facts, day: date, ends_on: date) -> tuple[Debt, ...]:
    """As of `day`, or of the practicum's last day if that is over."""
    return (
        *_ratio(practicum, totals),
        *_gap(practicum, facts, min(day, ends_on)),
        *([Debt(REVIEW, cases=tuple(facts.unreviewed))] if facts.unreviewed else ()),
    )


def minutes_of(practicum: Practicum, totals: Totals, counts: str) -> tuple[int, int]:
    """Done and pending of all categories that count as contact, or as supervision."""
    ids = [one.id for one in practicum.categories if one.counts == counts]
    part = practicum.part
    return sum(totals.minutes(part, one) for one in ids), sum(totals.pending_minutes(part, one) for one in ids)


def _ratio(practicum: Practicum, totals: Totals) -> Iterator[Debt]:
    """An hour of supervision covers so much contact; a debt is said once it has grown to an hour."""
    covered = practicum.limits.contact_per_supervision_minutes
    if not covered:
        return
    contact = sum(minutes_of(practicum, totals, CONTACT))
    supervision = sum(minutes_of(practicum, totals, SUPERVISION))
    owed = contact * HOUR // covered - supervision
    if owed >= HOUR:
        yield Debt(RATIO, minutes=owed)


def _gap(practicum: Practicum, facts: Facts, day: date) -> Iterator[Debt]:
    """Without supervision nobody practises for long; where nobody practises, none is missed."""
    limits: Limits = practicum.limits
    supervised = facts.of(*(one.id for one in practicum.categories if one.counts == SUPERVISION))
    contacts = facts.of(*(one.id for one in practicum.categories if one.counts == CONTACT))
    if not contacts or not any(one.counts == SUPERVISION for one in practicum.categories):
        return
    last = max((one.last for one in supervised), default=None)
    if last is not None and max(one.last for one in contacts) <= last:
        return
    since = last or min(one.first for one in contacts)
    days = (day - since).days
    if days > limits.supervision_gap_days:
        yield Debt(GAP, days=days, since=since, is_first=last is None)
