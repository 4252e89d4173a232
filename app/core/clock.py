"""Time: moments are aware and UTC, days are the institution's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Jerusalem"


_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    return _set.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment` (aware): history, as imports and the demo write it, goes through the same services."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_of(moment: datetime, time_zone: str = DEFAULT_ZONE) -> date:
    return moment.astimezone(zone(time_zone)).date()


def today(time_zone: str = DEFAULT_ZONE) -> date:
    return day_of(now(), time_zone)
