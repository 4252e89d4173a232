"""A written answer, marked by a person with a rubric."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import FIELD, Field, Form, Grade, Line, Parsed, Say, UnreadableAnswer
from app.catalogue.kinds.parsing import read_groups, read_items
from app.catalogue.kinds.typed import WRITE, value_of
from app.catalogue.kinds.writing import group_block, item_blocks, plain
from app.catalogue.segments import Page, Span
from app.catalogue.types import Item, Question
from app.core.words import N_

CRITERIA, LEVELS = (1, 5), (2, 4)
PASS, LEAST, MOST = 60, 1, 250
_LONGEST_WORD = 20  # characters, on average over an answer
TOO_SHORT = N_("Write a little more: how many words are wanted stands beside the field.")
TOO_MANY = N_("Write a little less: how many words are wanted stands beside the field.")


class Reflective:
    """Groups are criteria, their items levels in rising order, worth 0, 1, 2 and so on."""

    name = "reflective"
    scorings: tuple[str, ...] = ("parts",)
    settings: tuple[str, ...] = ("pass", "min_words", "max_words")
    is_marked = True

    def parse(self, page: Page, span: Span) -> Parsed:
        stretches = list(read_groups(page, span))
        items = [item for one in stretches for item in read_items(page, one.span, {}, group=one.group.id)]
        return Parsed(options=tuple(items), groups=tuple(one.group for one in stretches))

    def check(self, question: Question, say: Say) -> None:
        checking.counted(say, len(question.groups), *CRITERIA, "criteria")
        for group in question.groups:
            checking.counted(say, len(levels_of(question, group.id)), *LEVELS, f'levels of "{group.id}"')
        checking.whole(question, say, 1, 100, "pass", PASS)
        least = checking.whole(question, say, 1, 1000, "min_words", LEAST)
        if checking.whole(question, say, 1, 2000, "max_words", MOST) <= least:
            say("bad-option", "max_words is more than min_words", "")
        if question.must_pass:
            say("quiz-must-pass", "a written answer is marked later, so it cannot be one that must be passed", "")
        checking.explained(question, say)

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        blocks = []
        for group in question.groups:
            blocks.append(group_block(group, language, is_source=is_source))
            for item in levels_of(question, group.id):
                blocks += item_blocks(item, language, is_source=is_source)
        return blocks

    def arrange(self, question: Question, chance: random.Random) -> list[str]:  # noqa: ARG002 - the contract's
        return []

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:  # noqa: ARG002
        least, most = limits_of(question)
        return (Field(widget="text", value=tuple(given), longest=most * _LONGEST_WORD, limits=(least, most)),)

    def read(self, question: Question, form: Form) -> list[str]:
        least, most = limits_of(question)
        value = value_of(form, FIELD, most * _LONGEST_WORD)
        words = len(value.split())
        if not words:
            raise UnreadableAnswer(WRITE)
        if not least <= words <= most:
            raise UnreadableAnswer(TOO_SHORT if words < least else TOO_MANY)
        return [value]

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:  # noqa: ARG002 - the contract's
        return {FIELD: list(given)}

    def grade(self, question: Question, given: Sequence[str]) -> Grade:  # noqa: ARG002 - the contract's
        return Grade(Fraction(0), {})

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:  # noqa: ARG002
        """What was written; what it is worth is said by the mark."""
        return (Line(id=FIELD, given=tuple(given[:1])),)

    def key(self, question: Question) -> list[str]:  # noqa: ARG002 - a person marks
        return []

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)


def levels_of(question: Question, criterion: str) -> list[Item]:
    """In rising order."""
    return [item for item in question.options if item.group == criterion]


def limits_of(question: Question) -> tuple[int, int]:
    """Fewest and most words."""
    return int(question.settings.get("min_words", LEAST)), int(question.settings.get("max_words", MOST))


def most_points(question: Question) -> int:
    return sum(len(levels_of(question, group.id)) - 1 for group in question.groups)


def points_of(question: Question, levels: Mapping[str, str]) -> int:
    """Levels are worth 0, 1, 2 … in rising order: criterion → level. Raises KeyError where one is missing."""
    return sum(
        {item.id: value for value, item in enumerate(levels_of(question, group.id))}[levels[group.id]]
        for group in question.groups
    )


def is_enough(question: Question, share: Fraction) -> bool:
    """Whether a share of the points makes the answer right."""
    return share * 100 >= int(question.settings.get("pass", PASS))
