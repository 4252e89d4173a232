"""What stands on the cards that people carry in a pocket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]  # language → text


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPart:
    """A sentence of a card under its own heading: a word for a step, a title for what is said aloud."""

    title: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNumbers:
    """What leads to numbers, and the contacts that stand there, by id."""

    text: Words
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """`curriculum/cards.yaml`: the card before a visit, and the one for the first minutes of an emergency."""

    visit_title: Words
    visit_lines: tuple[Words, ...]
    limits: CardPart
    emergency_title: Words
    danger: CardNumbers
    steps: tuple[CardPart, ...]
    unwatched: Words
    talk: CardNumbers
    reviewed: Mapping[str, str] = field(default_factory=dict)
