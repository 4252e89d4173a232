"""What pages are made of: texts in several languages, and the segments that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("he", "ar", "en")

Words = Mapping[str, str]

BLOCK: Mapping[str, Any] = {"markdown": "block"}  # paragraphs and more
INLINE: Mapping[str, Any] = {"markdown": "inline"}  # one paragraph, without its <p>


def in_language(words: Words, language: str, source: str = "en") -> tuple[str, str]:
    """The text in `language`, else in `source`, else in any; returns (language actually used, text)."""
    for candidate in (language, source, *words):
        if words.get(candidate):
            return candidate, words[candidate]
    return language, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An option of a question or decision, a line of a checklist or agenda, a choice card."""

    id: str
    text: Words = field(metadata=INLINE)
    feedback: Words = field(default_factory=dict, metadata=BLOCK)
    is_right: bool = False
    minutes: int = 0  # of a line of an agenda
    group: str = ""  # the gap, category or criterion that it stands in
    match: Words = field(default_factory=dict, metadata=INLINE)  # of a matching question: what belongs to the text
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language → what may be typed, plain
    number: str = ""  # of a numeric question: a decimal in Western digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a page: prose, or one fenced block. `kind` is "prose" or the block's name.

    `heading` is the text behind `|`; `settings` the indented options of the source file. `is_step` segments
    have an id and take part in the completion of a self-study lesson (decide, checklist, cards, try-it).
    The lines of an agenda are `items`; a roleplay's `body` holds its three cards as <section>s.
    """

    kind: str
    id: str = ""
    heading: Words = field(default_factory=dict)  # plain text
    body: Words = field(default_factory=dict, metadata=BLOCK)
    items: tuple[Item, ...] = ()
    settings: Mapping[str, str | int] = field(default_factory=dict)
    is_step: bool = False
