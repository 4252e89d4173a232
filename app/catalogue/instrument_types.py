"""What an instrument is: a form that somebody fills, how it adds up, and how far its figures can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]  # language → text
BASELINE_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One step of the scale by which questions are answered."""

    value: int
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """A question of the form. Without text in a language the official form is read there."""

    id: str
    text: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The words of the instrument's authors for totals from `least` on."""

    least: int
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Totals are whole numbers from `lowest` to `highest`, in steps of `step`.

    Without `items` only the total is typed. `case_from` (or `case_to`, where a high total is good) is the case level.
    `reliable_change` is how far two totals lie apart before that is more than chance. `conversation_item` needs a
    conversation the same day when it is answered above 0. `unverified` names facts that nobody has checked with their
    source; `ages_from` is the youngest age that it is taken with.
    """

    id: str
    version: str
    title: Words
    about: Words
    period: Words
    lowest: int
    highest: int
    bands: tuple[Band, ...]
    licence: str
    source: str
    source_url: str
    form_url: str
    step: int = 1
    items: tuple[AskedItem, ...] = ()
    scale: tuple[Answer, ...] = ()
    may_miss: int = 0  # how many questions may be left out, their mean standing in
    total_hint: Words = field(default_factory=dict)  # how the total is reckoned, where only it is typed
    not_shipped: Words = field(default_factory=dict)  # why the questions are not here, where they are not
    is_higher_better: bool = False
    case_from: int | None = None
    case_to: int | None = None
    reliable_change: int | None = None
    conversation_item: str = ""
    conversation_highest: int = 0
    ages_from: int = 18
    unverified: tuple[str, ...] = ()

    def has_text(self, language: str) -> bool:
        """Whether its questions stand here in that language."""
        return bool(self.items) and all(one.text.get(language) for one in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a programme asks its learners at the beginning, who may leave it: with what, and how many days long.

    The days run from the first day of a cohort.
    """

    instrument: str
    days: int = BASELINE_DAYS
