"""When a question comes back: pure. How an answer was graded says how well it was known."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from app.core import spacing
from app.core.clock import day_of, zone
from app.core.spacing import Rating
from app.quizzes.rules import FULL

A_DAY = 10
"""Questions a day, at most: a few minutes."""

Thing = TypeVar("Thing")


def rating(score: int) -> Rating:
    """Full marks are Good, some are Hard, none are Again; Easy is never given."""
    if score >= FULL:
        return Rating.Good
    return Rating.Hard if score > 0 else Rating.Again


def answered(card: dict[str, Any], score: int, moment: datetime) -> dict[str, Any]:
    """The card after an answer; its `due` is the scheduler's wish."""
    return spacing.reviewed(card, rating(score), moment)


def due(card: dict[str, Any], time_zone: str) -> date:
    return day_of(datetime.fromisoformat(card["due"]), time_zone)


def within(day: date, today: date, ends_on: date) -> date | None:
    """The day, or the last one of the programme's year; None once no day is left in it."""
    capped = min(day, ends_on)
    return capped if capped > today else None


def tomorrow(today: date) -> date:
    return today + timedelta(days=1)


def start_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), zone(time_zone)).astimezone(UTC)


def shuffled(things: Iterable[tuple[str, Thing]], day: date) -> list[Thing]:
    """Things by name in the order of this day: the same for the whole day, whatever else is done."""
    return [thing for _, thing in sorted(things, key=lambda named: chance(named[0], day).random())]


def chance(name: str, day: date) -> random.Random:
    return random.Random(f"{day.isoformat()}/{name}")  # noqa: S311 - an order, not a secret
