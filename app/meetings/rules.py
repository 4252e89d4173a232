"""Arithmetic of presence, and moments typed as a day and a time of an institution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from app.core.clock import zone
from app.core.errors import Invalid
from app.core.words import N_
from app.hours.rules import split

KINDS = ("workshop", "live", "simulation")
REASONS = ("roll-corrected", "entered-by-mistake", "presence-proved", "left-unnoticed")
NO_SUCH_TIME = N_("The clocks go forward that night, and this time does not exist. Choose another.")


def moment(day: date, at: time, time_zone: str) -> datetime:
    """A wall-clock time as UTC. Of a time that comes twice in the night clocks go back, the first is meant.

    Raises Invalid for one that clocks leave out.
    """
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone(time_zone))
    there_and_back = local.astimezone(UTC).astimezone(zone(time_zone))
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid(NO_SUCH_TIME, field="at")
    return local.astimezone(UTC)


def present_minutes(whole: int, is_present: bool | None, late: int = 0, early: int = 0) -> int:
    return max(0, whole - late - early) if is_present else 0


def share(minutes: int, parts: Mapping[str, int], given: Mapping[str, int]) -> dict[str, int]:
    """Divides minutes over the lesson's parts so that together with those given before the lesson's split is kept.

    Splitting each meeting for itself would let two halves of a lesson add up to a minute too much in one part.
    """
    before = sum(given.values())
    wanted = split(before + minutes, parts)
    shares = {part: wanted.get(part, 0) - given.get(part, 0) for part in {**parts, **given}}
    if any(value < 0 for value in shares.values()):
        return split(minutes, parts)
    return {part: value for part, value in shares.items() if value}


def ends_at(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=minutes)
