"""Days on which somebody worked at a placement: rooms above register how to find them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.core.errors import Invalid
from app.core.words import N_
from app.placements.models import Placement
from app.placements.rules import Span

DaysWorked = Callable[[Placement], Iterable[date]]
"""Days with work at a placement that somebody signs, or has signed."""

SHOWN = 5
_WORKED: dict[str, DaysWorked] = {}


def register(kind: str, days: DaysWorked) -> None:
    _WORKED[kind] = days


def check(placement: Placement, days: Span, field: str) -> None:
    """Raises Invalid, which names the first days, where somebody worked outside of `days`."""
    worked = {day for find in _WORKED.values() for day in find(placement)}
    outside = sorted(day for day in worked if not days[0] <= day <= days[1])
    if outside:
        said = ", ".join(f"\u2066{day:%d.%m.%Y}\u2069" for day in outside[:SHOWN])
        raise Invalid(
            N_(
                "Entries are sent in for days outside of these: %(days)s. Choose days that hold them, or have those "
                "entries withdrawn or amended first."
            ),
            field=field,
            days=said + (" …" if len(outside) > SHOWN else ""),
        )
