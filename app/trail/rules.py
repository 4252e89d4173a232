"""What is searched for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from app.core.clock import zone

LATELY = timedelta(days=30)
MOST_SIGNS = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days are both included; `before` is the number of the row that ended the page before."""

    first: date
    last: date
    who: str = ""
    what: str = ""
    where: int = 0
    refused: bool = False
    before: int = 0

    def since(self, time_zone: str) -> datetime:
        return _midnight(self.first, time_zone)

    def until(self, time_zone: str) -> datetime:
        return _midnight(self.last + timedelta(days=1), time_zone)

    def older(self, before: int) -> str:
        """The address of the next page."""
        one = replace(self, before=before)
        said = {"who": one.who, "what": one.what, "where": one.where or "", "refused": "1" if one.refused else ""}
        said |= {"first": one.first.isoformat(), "last": one.last.isoformat(), "before": str(before)}
        return f"/trail?{urlencode({name: value for name, value in said.items() if value})}"


def read(given: Mapping[str, str], today: date, kinds: Mapping[str, object]) -> Wanted:
    """What cannot be read is as good as not said: the last thirty days."""
    first, last = _day(given.get("first", "")), _day(given.get("last", "")) or today
    first = first or last - LATELY
    return Wanted(
        first=min(first, last),
        last=max(first, last),
        who=given.get("who", "").strip()[:MOST_SIGNS],
        what=given.get("what", "") if given.get("what", "") in kinds else "",
        where=_number(given.get("where", "")),
        refused=given.get("refused", "") == "1",
        before=_number(given.get("before", "")),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), zone(time_zone)).astimezone(UTC)
