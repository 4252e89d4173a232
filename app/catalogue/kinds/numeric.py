"""A number, with its unit beside the field."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import FIELD, Field, Form, Grade, Line, Parsed, Say, UnreadableAnswer, score
from app.catalogue.kinds.forms import fold
from app.catalogue.kinds.numbers import plain_number, split_number
from app.catalogue.kinds.parsing import read_items
from app.catalogue.kinds.typed import value_of
from app.catalogue.kinds.writing import item_blocks, mark_of, plain
from app.catalogue.segments import Page, Span
from app.catalogue.types import Item, Question, Words
from app.core.words import N_

LONGEST = 60  # characters
WRITE_NUMBER = N_("Write one number, such as 12 or 2.5. Its unit may stand beside it.")


class Numeric:
    """An answer is what was typed: a number, alone or with the unit of the question in any language."""

    name = "numeric"
    scorings: tuple[str, ...] = ("exact",)
    settings: tuple[str, ...] = ("tolerance",)
    is_marked = False

    def parse(self, page: Page, span: Span) -> Parsed:
        return Parsed(options=tuple(_with_number(item) for item in read_items(page, span, {}, has_marks=True)))

    def check(self, question: Question, say: Say) -> None:
        right = sum(item.is_right for item in question.options)
        if right != 1:
            say("quiz-key", f"exactly one number is right, not {right}", "mark it with (x)")
        for item in question.options:
            _check_number(question, item, say)
        share = question.settings.get("tolerance", "0")
        if not plain_number(share.removesuffix("%")) or share.startswith("-"):
            say("bad-option", f'tolerance is a number, or a share such as 10%, not "{share[:40]}"', "")
        elif right == 1:
            for item in question.options:
                if not item.is_right and item.number and _is_near(question, Fraction(item.number)):
                    say("quiz-number", f"{item.number} is marked as wrong, but lies within the tolerance", "")
        checking.explained(question, say)

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        return [
            block
            for item in question.options
            for block in item_blocks(item, language, is_source=is_source, mark=mark_of(item))
        ]

    def arrange(self, question: Question, chance: random.Random) -> list[str]:  # noqa: ARG002 - the contract's
        return []

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:  # noqa: ARG002
        return (Field(widget="number", value=tuple(given), unit=_unit(question), longest=LONGEST),)

    def read(self, question: Question, form: Form) -> list[str]:
        value = value_of(form, FIELD, LONGEST)
        if _number(question, value) is None:
            raise UnreadableAnswer(WRITE_NUMBER)
        return [value]

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:  # noqa: ARG002 - the contract's
        return {FIELD: list(given)}

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        number = _number(question, "".join(given[:1]))
        is_right = number is not None and _is_near(question, number)
        return Grade(score(int(is_right), 1, exact=True), {FIELD: is_right})

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:  # noqa: ARG002
        number = _number(question, "".join(given[:1]))
        is_right = number is not None and _is_near(question, number)
        right = [item for item in question.options if item.is_right]
        known = [item for item in question.options if not is_right and number == _value(item)]
        return (
            Line(
                id=FIELD,
                given=tuple(given[:1]),
                right=tuple(item.text for item in right),
                feedback=next((item.feedback for item in (*known, *right) if item.feedback), {}),
                is_right=is_right,
            ),
        )

    def key(self, question: Question) -> list[str]:
        return [item.number for item in question.options if item.is_right]

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)


def _with_number(item: Item) -> Item:
    """`60 minutes`: the number and, in each language, its unit. Numbers that differ are none, which the check says."""
    split = {language: split_number(text) for language, text in item.text.items()}
    numbers = {plain_number(number) if not before.strip() else "" for before, number, _ in split.values()}
    units = {language: (rest.strip(),) for language, (_, _, rest) in split.items() if rest.strip()}
    return replace(item, number=numbers.pop() if len(numbers) == 1 else "", forms=units)


def _check_number(question: Question, item: Item, say: Say) -> None:
    if not item.number:
        message = f'the text of "{item.id}" must begin with a number, the same in every language'
        say("quiz-number", message, "- (x) 60 minutes {#a}")
    for language in checking.languages_of(question):
        if bool(item.forms.get(language)) != bool(item.forms):
            say("quiz-number", f'"{item.id}" has no unit in “{language}”, but has one in another language', "")


def _value(item: Item) -> Fraction | None:
    return Fraction(item.number) if item.number else None


def _unit(question: Question) -> Words:
    """What follows the right number, in each language as the text itself is."""
    right = next((item for item in question.options if item.is_right), None)
    texts = right.text if right else {}
    return {language: text.partition(split_number(text)[1])[2].strip() for language, text in texts.items()}


def _number(question: Question, typed: str) -> Fraction | None:
    """What was typed as a number; None unless what stands around it is a unit of the question."""
    before, number, after = split_number(typed)
    units = {fold(unit) for item in question.options for forms in item.forms.values() for unit in forms}
    around = [text.strip().rstrip(".") for text in (before, after)]
    value = plain_number(number)
    if not value or any(text and fold(text) not in units for text in around):
        return None
    return Fraction(value)


def _is_near(question: Question, number: Fraction) -> bool:
    right = next((value for item in question.options if item.is_right and (value := _value(item)) is not None), None)
    if right is None:
        return False
    setting = question.settings.get("tolerance", "0")
    share = Fraction(plain_number(setting.removesuffix("%")) or "0")
    most = abs(right) * share / 100 if setting.endswith("%") else share
    return abs(number - right) <= most
