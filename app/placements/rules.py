"""When a placement may begin, how many places are taken, and whose days overlap: pure arithmetic of days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from app.catalogue.types import Gate
from app.duty.rules import CONFIRMED_FOR, FINE, MISSING, OLD, UNCONFIRMED, is_late, lacking
from app.placements.models import CANCELLED, ENDED, Clearance, Site

Span = tuple[date, date]
"""A first and a last day, both included."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a site asks before a placement there may begin, and what of it is there.

    `gate` is None where none is asked for; `gate_day` is the day on which it opened; `missing` its lessons.
    """

    gate: Gate | None = None
    missing: tuple[str, ...] = ()
    gate_day: date | None = None
    is_overridden: bool = False
    needs_clearance: bool = False
    clearances: tuple[Clearance, ...] = ()

    def has_gate_on(self, day: date) -> bool:
        return self.gate is None or self.is_overridden or (self.gate_day is not None and self.gate_day <= day)

    def has_clearance_on(self, day: date) -> bool:
        return not self.needs_clearance or any(one.is_valid_on(day) for one in self.clearances)

    def is_open_on(self, day: date) -> bool:
        return self.has_gate_on(day) and self.has_clearance_on(day)

    def has_opened(self, first: date, last: date) -> bool:
        """Whether it was open on some day of the span: on its first, or on one on which something came."""
        came = {first, *(one.seen_on for one in self.clearances), *([self.gate_day] if self.gate_day else ())}
        return any(first <= day <= last and self.is_open_on(day) for day in came)

    @property
    def may_be_overridden(self) -> bool:
        """Only a closed gate: what the law asks of whoever works with minors is nobody's to waive."""
        return self.gate is not None and self.gate_day is None and not self.is_overridden


def phase(state: str, days: Span, opening: Opening, day: date) -> str:
    """Where a placement stands on a day: cancelled | over | waits | planned | running."""
    if state == CANCELLED:
        return "cancelled"
    if state == ENDED or days[1] < day:
        return "over"
    if not opening.is_open_on(max(day, days[0])):
        return "waits"
    return "planned" if day < days[0] else "running"


def overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def most_at_once(spans: Iterable[Span], within: Span) -> int:
    """The largest number of spans that share a day inside `within`."""
    inside = [span for span in spans if overlap(span, within)]
    firsts = {max(span[0], within[0]) for span in inside}
    return max((sum(1 for span in inside if span[0] <= day <= span[1]) for day in firsts), default=0)


def free(capacity: int, own_capacity: int | None, all_taken: int, own_taken: int) -> int:
    """Places that an institution can still fill; never below 0."""
    left = capacity - all_taken
    if own_capacity is not None:
        left = min(left, own_capacity - own_taken)
    return max(left, 0)


def signer(main: int, away: Mapping[int, int], never: Collection[int] = ()) -> int:
    """Who signs when people are away: the stand-in, or theirs if they are away as well.

    `away` maps supervisors to their stand-ins on one day.
    Where stand-ins lead round in a circle, or to somebody of `never`, it stays with `main`, who signs when back.
    """
    passed = [main]
    while (found := away.get(passed[-1])) is not None:
        if found in passed or found in never:
            return main
        passed.append(found)
    return passed[-1]


class HasContact(Protocol):
    """A site, or what it is to become."""

    @property
    def contact_name(self) -> str: ...
    @property
    def contact_phone(self) -> str: ...
    @property
    def contact_hours(self) -> str: ...
    @property
    def stand_in_phone(self) -> str: ...


def lacks(site: HasContact) -> tuple[str, ...]:
    """What learners must know before they work there and do not: words of `duty.rules.WANTED`."""
    return lacking(
        person=site.contact_name.strip(),
        phone=site.contact_phone.strip(),
        hours=site.contact_hours.strip(),
        stand_in=site.stand_in_phone.strip(),
    )


def has_time(site: Site, day: date) -> bool:
    """Open since before a contact was asked for, and the day by which it is to stand has not passed."""
    return site.is_open and not is_late(site.duty_due_on, day)


def takes_learners(site: Site, day: date) -> bool:
    """Open, and with somebody to call there, or time left to name them."""
    return site.is_open and (not lacks(site) or has_time(site, day))


def standing(site: Site, day: date) -> str:
    """How far whom learners call there can be relied on: as a duty phone's."""
    if lacks(site):
        return MISSING
    if site.contact_rung_on is None:
        return UNCONFIRMED
    return OLD if day - site.contact_rung_on > CONFIRMED_FOR else FINE
