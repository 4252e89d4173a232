"""Rooms above register how to find the sources that they credit from, and what they must have credited."""

from __future__ import annotations

from collections.abc import Callable, Iterable

SourceExists = Callable[[int, str], bool]
"""Whether (enrolment, source id) exists and earns credit."""

Earned = Callable[[], Iterable[tuple[int, str, int]]]
"""Every (enrolment, source id, minutes) that must stand in the ledger."""

SOURCES: dict[str, SourceExists] = {}
EARNED: dict[str, Earned] = {}


def register(kind: str, exists: SourceExists, earned: Earned | None = None) -> None:
    SOURCES[kind] = exists
    if earned is not None:
        EARNED[kind] = earned
