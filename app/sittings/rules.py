"""What is kept of a sitting, how two windows meet in it, and when a rating asks for an offer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.catalogue.exercise_types import Exercise, Form
from app.catalogue.page_types import Segment
from app.core.encryption import filled_up

End = Literal["", "finished", "stopped"]
LONGEST = 20_000
MOST_OTHERS = 9
RATINGS = range(11)
PAGE = 2048
"""What is sealed is filled up to a multiple of this: its length does not tell how much somebody wrote."""


@dataclass(frozen=True, slots=True)
class Text:
    """What stands at one prompt. `number` rises with each change; `others` were written in another window meanwhile."""

    text: str = ""
    number: int = 0
    others: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.others


@dataclass(frozen=True, slots=True)
class Given:
    """What one sending of the page says. Texts come with the number that its window had read."""

    texts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    dropped: Mapping[str, frozenset[str]] = field(default_factory=dict)  # digests of others that are to go
    ratings: Mapping[str, int] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_words(self) -> bool:
        return any(text.strip() for text, _ in self.texts.values())


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that a sitting holds, by the ids of its blocks. `step` counts from 1; `is_whole`: on one page."""

    texts: Mapping[str, Text] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    step: int = 1
    is_whole: bool = False
    end: End = ""

    @property
    def is_empty(self) -> bool:
        return not self.ratings and not any(self.picks.values()) and all(one.is_empty for one in self.texts.values())


def keep(kept: Kept, given: Given) -> Kept:
    """`kept` with what was sent; blocks that were not sent stay as they are."""
    texts = dict(kept.texts)
    for block, (text, number) in given.texts.items():
        met = meet(_without(texts.get(block, Text()), given.dropped.get(block, frozenset())), text, number)
        texts[block] = met
    return replace(kept, texts=texts, ratings={**kept.ratings, **given.ratings}, picks={**kept.picks, **given.picks})


def meet(stored: Text, text: str, number: int) -> Text:
    """The text of a window that had read `number`. What it had not read is never lost: it stands beside the new one."""
    read_it = number >= stored.number
    if text == stored.text or (not read_it and text in stored.text):
        return stored
    others = stored.others if read_it else (*stored.others, stored.text)
    return Text(text, stored.number + 1, _apart(others, text))


def _apart(others: Iterable[str], text: str) -> tuple[str, ...]:
    """Those that do not stand in the text, or in one another, word for word."""
    left: list[str] = []
    for one in sorted(dict.fromkeys(others), key=len, reverse=True):
        if one.strip() and one not in text and not any(one in longer for longer in left):
            left.append(one)
    return tuple(left)


def _without(stored: Text, dropped: frozenset[str]) -> Text:
    return (
        replace(stored, others=tuple(one for one in stored.others if digest(one) not in dropped)) if dropped else stored
    )


def digest(text: str) -> str:
    """Names one of several texts on a page."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def dumps(kept: Kept) -> str:
    plain = {
        "texts": {key: [one.text, one.number, *one.others] for key, one in kept.texts.items()},
        "ratings": dict(kept.ratings),
        "picks": {key: list(ids) for key, ids in kept.picks.items()},
        "step": kept.step,
        "whole": kept.is_whole,
        "end": kept.end,
    }
    return filled_up(json.dumps(plain, ensure_ascii=False, separators=(",", ":")), PAGE)


def loads(written: str) -> Kept:
    plain = json.loads(written)
    return Kept(
        texts={key: Text(text, number, tuple(others)) for key, (text, number, *others) in plain["texts"].items()},
        ratings=plain["ratings"],
        picks={key: tuple(ids) for key, ids in plain["picks"].items()},
        step=plain["step"],
        is_whole=plain["whole"],
        end=plain["end"],
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """Distress from `high` on, or up by `rise` between before and after, brings the offer."""

    high: int
    rise: int


def is_heavy(segments: Iterable[Segment], ratings: Mapping[str, int], limits: Limits) -> bool:
    """Whether something is offered. Only distress counts; a rating of wellbeing never alarms."""
    distress = [one for one in segments if one.kind == "rate" and one.settings.get("polarity") == "distress"]
    rated = {when: [ratings[one.id] for one in distress if _is(one, when) and one.id in ratings] for when in WHEN}
    if any(value >= limits.high for values in rated.values() for value in values):
        return True
    return any(after - before >= limits.rise for before in rated["before"] for after in rated["after"])


WHEN = ("before", "after")


def _is(segment: Segment, when: str) -> bool:
    return str(segment.settings.get("when", "before")) == when


def segments_of(exercise: Exercise, form: Form) -> tuple[Segment, ...]:
    return tuple(segment for step in exercise.steps_of(form) for segment in step.segments)


def number_of(exercise: Exercise, form: Form, wanted: int) -> int:
    """The step of this number, which counts from 1; the nearest one if there is none."""
    return min(max(1, wanted), len(exercise.steps_of(form)))
