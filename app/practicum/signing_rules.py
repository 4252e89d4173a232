"""When lines are late, how long links and codes live, and what a scan of a signature can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LATE_AFTER = timedelta(days=14)
CODE_LASTS = timedelta(minutes=15)
CODE_DIGITS = 6
TRIES = 5
CODES = ((timedelta(minutes=10), 5), (timedelta(days=1), 15))
"""At most so many codes for one link within a span: mail scanners ask for some too, and must not lock anybody out."""

MOST_SCAN = 1_500_000

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
_BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}


def late_before(day: date) -> date:
    return day - LATE_AFTER


def sniff(content: bytes) -> str:
    """What a file is by its first bytes, whatever it calls itself; empty for anything that is no scan."""
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which day of the week (0: Monday) and from which hour letters go out, and how long their links live."""

    weekday: int
    hour: int
    link_lasts: timedelta
    time_zone: str

    def is_letter_day(self, local: datetime) -> bool:
        return local.weekday() == self.weekday and local.hour >= self.hour
