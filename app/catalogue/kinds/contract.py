"""What every kind of question can do: parse, check, write, arrange, ask, read, grade, explain, export.

A kind knows neither pages nor database. It asks by `Field`s, which pages draw in one way for all kinds; an answer is
a list of strings, kept as given; the same answer always earns the same score.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, Protocol

from app.catalogue.segments import Page, Span
from app.catalogue.types import Group, Item, Question, Words

FIELD = "answer"
"""Name of a question's first form field; further ones are `answer-<id>`."""

Form = Mapping[str, Sequence[str]]
Say = Callable[[str, str, str], None]
"""Reports an error: code, message, suggestion."""

Widget = Literal["one", "several", "number", "line", "text", "pick", "order"]


class UnreadableAnswer(ValueError):
    """Nothing was answered, or something that was not offered. `message` is for the reader, a message id."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    options: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that can be chosen in a field; `text` as in the question."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input. `value` is what was given; `gap` says that it stands inside the stem, at this gap."""

    widget: Widget
    name: str = FIELD
    label: Words = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    value: tuple[str, ...] = ()
    unit: Words = field(default_factory=dict)
    gap: str = ""
    longest: int = 200  # characters
    limits: tuple[int, int] = (0, 0)  # words, of a text


@dataclass(frozen=True, slots=True)
class Grade:
    """`score` is the share of full marks, 1 at most. `parts`: id of an option, gap or prompt → whether it was right.

    Where parts are scored, the score is the share of right ones. The parts of an ordering are its lines but the first:
    right where they stand straight behind the line that they should follow.
    """

    score: Fraction
    parts: Mapping[str, bool]

    @property
    def is_right(self) -> bool:
        return self.score >= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an explanation: what was asked, given and right. `is_right` is None where nothing was to be judged.

    `given` holds Words for what was offered and a plain string for what was typed.
    """

    id: str
    asked: Words = field(default_factory=dict)
    given: tuple[Words | str, ...] = ()
    right: tuple[Words | str, ...] = ()
    feedback: Words = field(default_factory=dict)
    is_right: bool | None = None
    is_key: bool = False  # of an option: it belongs to the right answer
    is_given: bool = False  # of an option: it was chosen


class Kind(Protocol):
    """A kind of question. All methods are pure."""

    @property
    def name(self) -> str: ...

    @property
    def scorings(self) -> tuple[str, ...]:
        """Ways of scoring that it knows, the default first: exact, parts, minus."""

    @property
    def settings(self) -> tuple[str, ...]:
        """Keys of its own behind a question's heading."""

    @property
    def is_marked(self) -> bool:
        """Whether a person marks it by a rubric; `grade` then gives 0 until there is a mark."""

    def parse(self, page: Page, span: Span) -> Parsed:
        """Options and groups out of the units behind the stem."""

    def check(self, question: Question, say: Say) -> None:
        """What the question must have, in every language that it speaks."""

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        """Blocks of Markdown behind the stem, as `parse` reads them; a translation carries words only."""

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        """Ids in the order in which one attempt shows them: of options, lines or cards; empty where all is typed.

        A kind with two sorts of things says which by a prefix: `gap=option` of a cloze, `prompt=` and `match=` of a
        matching.
        """

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]: ...

    def read(self, question: Question, form: Form) -> list[str]:
        """The answer as it is kept. Raises UnreadableAnswer."""

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:
        """The form that a browser sends for this answer: what `read` undoes."""

    def grade(self, question: Question, given: Sequence[str]) -> Grade: ...

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]: ...

    def key(self, question: Question) -> list[str]:
        """An answer that earns full marks; empty where a person marks."""

    def export(self, question: Question) -> dict[str, Any]:
        """Everything of the question as plain data, for exchange."""


class _Scored(Protocol):
    @property
    def scorings(self) -> tuple[str, ...]: ...


def scoring_of(kind: _Scored, question: Question) -> str:
    return question.settings.get("scoring", kind.scorings[0])


def score(right: int, of: int, *, exact: bool) -> Fraction:
    """The share of right parts, or all or nothing."""
    if not of:
        return Fraction(0)
    return Fraction(int(right == of)) if exact else Fraction(right, of)
