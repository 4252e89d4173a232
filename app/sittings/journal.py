"""What somebody has kept in all their sittings, as they read it and take it along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.keys import key_of
from app.catalogue.exercise_types import Exercise
from app.catalogue.page_types import Segment, in_language
from app.core.encryption import KeyRing, Unreadable
from app.core.errors import KelimError
from app.sittings import queries, sealing
from app.sittings.models import Sitting
from app.sittings.rules import Kept


@dataclass(frozen=True, slots=True)
class Part:
    """What stands at one block: a text and those of other windows, a number of 0 to 10, or what was chosen."""

    kind: str
    heading: str
    text: str = ""
    others: tuple[str, ...] = ()
    value: int | None = None
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """`is_readable` is False without the key. `exercise` is None where its release does not have it any more."""

    sitting: Sitting
    exercise: Exercise | None
    parts: tuple[Part, ...]
    end: str = ""
    is_readable: bool = True


def list_entries(ring: KeyRing, person_id: int, language: str) -> Sequence[Entry]:
    """Everything that somebody has kept, newest first; sittings in which nothing was said are left out."""
    written = queries.list_written(person_id)
    if not written:
        return []
    try:
        key = key_of(ring, person_id)
    except Unreadable:
        return [Entry(one, _exercise(one), (), is_readable=False) for one in written]
    entries = (_entry(key, one, language) for one in written)
    return [entry for entry in entries if entry.parts or not entry.is_readable]


def _entry(key: bytes, sitting: Sitting, language: str) -> Entry:
    exercise = _exercise(sitting)
    try:
        kept = sealing.read(key, sitting)
    except Unreadable:
        return Entry(sitting, exercise, (), is_readable=False)
    return Entry(sitting, exercise, tuple(_parts(exercise, kept, language)), kept.end)


def _exercise(sitting: Sitting) -> Exercise | None:
    try:
        return queries.exercise_of(sitting)[1]
    except KelimError:
        return None


def _parts(exercise: Exercise | None, kept: Kept, language: str) -> Iterator[Part]:
    """In the order of the exercise; then what its blocks do not tell any more."""
    blocks = {one.id: one for step in exercise.steps for one in step.segments if one.id} if exercise else {}
    source = exercise.source_language if exercise else "en"
    names = dict.fromkeys([*blocks, *kept.texts, *kept.ratings, *kept.picks])
    for name in names:
        block = blocks.get(name)
        heading = in_language(block.heading, language, source)[1] if block else name
        text = kept.texts.get(name)
        if text and not text.is_empty:
            yield Part("reflect", heading, text.text, text.others)
        if name in kept.ratings:
            yield Part("rate", heading, value=kept.ratings[name])
        if chosen := kept.picks.get(name):
            yield Part("picks", heading, chosen=tuple(_words(block, chosen, language, source)))


def _words(block: Segment | None, chosen: Sequence[str], language: str, source: str) -> Iterator[str]:
    items = {item.id: item.text for item in block.items} if block else {}
    for name in chosen:
        yield in_language(items[name], language, source)[1] if name in items else name


def to_take_along(ring: KeyRing, person_id: int, language: str = "en") -> list[Mapping[str, Any]]:
    """Plain data: for a download, and for the copy of everything about somebody."""
    return [_plain(entry, language) for entry in list_entries(ring, person_id, language)]


def _plain(entry: Entry, language: str) -> Mapping[str, Any]:
    exercise, sitting = entry.exercise, entry.sitting
    return {
        "exercise": sitting.exercise_id,
        "title": in_language(exercise.title, language, exercise.source_language)[1] if exercise else "",
        "form": sitting.form,
        "begun_on": sitting.begun_on.isoformat(),
        "ended_on": sitting.ended_on.isoformat() if sitting.ended_on else None,
        "end": entry.end,
        "is_readable": entry.is_readable,
        "kept": [_plain_part(part) for part in entry.parts],
    }


def _plain_part(part: Part) -> Mapping[str, Any]:
    said: dict[str, Any] = {"kind": part.kind, "at": part.heading}
    if part.kind == "reflect":
        return said | {"text": part.text, "other_windows": list(part.others)}
    return said | ({"value": part.value} if part.kind == "rate" else {"chosen": list(part.chosen)})
