"""When to try again, and when to stop."""

from __future__ import annotations

from datetime import timedelta

ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(seconds=90)
"""A running job whose consumer has been silent for so long is lost."""
TOLERANCE = timedelta(minutes=2)
"""Clocks of two machines may differ by so much."""
KEPT = timedelta(days=14)
"""Finished jobs are forgotten after this; failed ones stay until somebody looks."""


def pause_after(attempt: int) -> timedelta:
    """15 s after the first attempt, then twice as long each time: some two hours over all ten."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << max(0, attempt - 1)))


def is_last(attempt: int) -> bool:
    return attempt >= ATTEMPTS
