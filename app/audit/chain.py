"""The arithmetic of the chain: digests of rows, of blocks, of seals. The same on every database."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PURPOSE = b"kelim audit chain"
BEGINNING = "0" * 64
LEAF = 32
"""Signs of a leaf: 128 bits of its digest, salted after the row was written."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the trail as it is digested."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    place: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says of its block; its digest also holds the one before."""

    id: int
    at: datetime
    last_id: int
    rows: int
    root: str

    def digest(self, before: str) -> str:
        return _digest([before, self.id, _moment(self.at), self.last_id, self.rows, self.root])


def leaf(salt: str, event: Event) -> str:
    """Raises TypeError or ValueError for what no row of ours can hold."""
    said = [event.action, event.subject, event.place, event.outcome, event.detail]
    if not all(isinstance(word, str) for word in said):
        raise TypeError("a word that is none")
    return _digest([salt, event.id, _moment(event.at), event.actor_id, *said])[:LEAF]


def dump(leaves: Iterable[tuple[int, str]]) -> str:
    return "\n".join(f"{number} {digest}" for number, digest in leaves)


def load(text: str) -> Iterator[tuple[int, str]]:
    """Of a text whose root was found right."""
    for line in text.splitlines():
        number, _, digest = line.partition(" ")
        yield int(number), digest


def root(salt: str, leaves: str) -> str:
    return _digest([salt, leaves])


def mac(master: bytes, digest: str) -> str:
    """By a key of its own: a master wraps keys and does nothing else."""
    own = hmac.digest(master, PURPOSE, "sha256")
    return hmac.new(own, digest.encode(), hashlib.sha256).hexdigest()


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
