"""When something comes back: FSRS with its published parameters, without chance and in whole days.

Nobody rates themselves: the caller says what an answer was worth. A card is plain data, so that it can be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

__all__ = ["Rating", "fresh", "reviewed"]

SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
"""Without steps of minutes: what was wrong comes back tomorrow, not at once."""


def fresh(moment: datetime) -> dict[str, Any]:
    """A card that was never reviewed."""
    return {**Card(card_id=0, due=moment.astimezone(UTC)).to_dict()}


def reviewed(card: Mapping[str, Any], rating: Rating, moment: datetime) -> dict[str, Any]:
    """The card after a review; its `due` is the scheduler's wish."""
    known = Card.from_dict(dict(card))  # type: ignore[arg-type]  # what `to_dict` gave
    after, _ = SCHEDULER.review_card(known, rating, moment.astimezone(UTC))
    return {**after.to_dict()}
