"""Entries that come from elsewhere, such as a session of supervision: rooms above say so here.

Whoever signs such an entry reads what it comes from; the other room has a say before a decision and learns of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.practicum.models import PracticumDecision, PracticumEntry


@dataclass(frozen=True, slots=True)
class Told:
    """`template` draws what is known `about` an entry, as `one`."""

    template: str
    about: Any


class Origin(Protocol):
    def require_decidable(self, entry: PracticumEntry, verdict: str) -> None:
        """Raises Conflict for what cannot be decided now."""

    def decided(self, entry: PracticumEntry, decision: PracticumDecision) -> None:
        """In the transaction of the decision."""

    def tell(self, entry_ids: Collection[int]) -> Mapping[int, Told]:
        """What there is to say, for those of the entries that come from there."""


ORIGINS: list[Origin] = []


def require_decidable(entry: PracticumEntry, verdict: str) -> None:
    for origin in ORIGINS:
        origin.require_decidable(entry, verdict)


def decided(entry: PracticumEntry, decision: PracticumDecision) -> None:
    for origin in ORIGINS:
        origin.decided(entry, decision)


def tell(entry_ids: Collection[int]) -> Mapping[int, Sequence[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for origin in ORIGINS:
        for entry_id, told in origin.tell(entry_ids).items():
            found[entry_id].append(told)
    return found
