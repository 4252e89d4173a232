"""How a quiz is paced: the pause after a failed attempt, when explanations come, how much time there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from app.catalogue.yaml_records import Record

PACING_KEYS = ("wait", "feedback", "time_limit")
FEEDBACK = ("each", "end", "pass")
LONGEST_WAIT = 30 * 24 * 60
SHORTEST_LIMIT, LONGEST_LIMIT = 5, 180
"""Minutes. Below five a slow hand or a screen reader decides, above three hours nobody sits."""
_DURATION = re.compile(r"([1-9]\d{0,4})([mhd])", re.ASCII)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}


@dataclass(frozen=True, slots=True)
class Pacing:
    """As in `Quiz`: minutes, 0 for none."""

    wait_minutes: int
    feedback: Literal["each", "end", "pass"]
    time_limit_minutes: int


def read_pacing(record: Record) -> Pacing:
    feedback = cast("Literal['each', 'end', 'pass']", record.choice("feedback", FEEDBACK))
    limit = _duration(record, "time_limit", SHORTEST_LIMIT, LONGEST_LIMIT)
    if limit and feedback == FEEDBACK[0]:
        hint = "feedback: end"
        message = "a time limit needs answers that can be changed until they are handed in"
        record.report.error(record.place_of("time_limit"), "bad-value", message, hint)
    return Pacing(_duration(record, "wait", 1, LONGEST_WAIT), feedback, limit)


def _duration(record: Record, key: str, least: int, most: int) -> int:
    """`20m`, `24h`, `2d` in minutes; 0 where the key is absent or its value was reported."""
    if key not in record.fields:
        return 0
    text = record.text(key)
    found = _DURATION.fullmatch(text)
    minutes = int(found[1]) * _MINUTES[found[2]] if found else 0
    if least <= minutes <= most:
        return minutes
    message = f'"{text[:40]}" is not possible for "{key}": minutes, hours or days from {least}m to {most}m'
    record.report.error(record.place_of(key), "bad-value", message, "20m, 24h or 2d")
    return 0
