"""What happened, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from app.core.clock import at, day_of, now
from app.meetings.rules import moment

Deed = Callable[[], object]
A_DAY = 24 * 60


class Story:
    """Deeds with their moments; nothing happens after the moment at which the story is begun."""

    def __init__(self, time_zone: str) -> None:
        self.time_zone, self.end = time_zone, now()
        self.today = day_of(self.end, time_zone)
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._count = 0

    def ago(self, days: int, hour: int = 19, minute: int = 0) -> datetime:
        """A time of day so many days ago, on the institution's clock.

        What of today has not come yet has happened within the last minutes, in the same order: a house that is set up
        at night has a morning behind it as well.
        """
        when = self.on(self.today - timedelta(days=days), hour, minute)
        if when <= self.end or days:
            return when
        return self.end - timedelta(seconds=A_DAY - (hour * 60 + minute))

    def on(self, day: date, hour: int, minute: int = 0) -> datetime:
        return moment(day, time(hour, minute), self.time_zone)

    def tell(self, when: datetime, deed: Deed) -> None:
        """May be called while the story runs, for what follows from something."""
        heapq.heappush(self._deeds, (when, self._count, deed))
        self._count += 1

    def run(self) -> None:
        while self._deeds:
            when, _, deed = heapq.heappop(self._deeds)
            if when <= self.end:
                with at(when):
                    deed()
