"""A few words, typed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import FIELD, Field, Form, Grade, Line, Parsed, Say, UnreadableAnswer, score
from app.catalogue.kinds.forms import fold
from app.catalogue.kinds.parsing import read_items
from app.catalogue.kinds.typed import LONGEST, WRITE, bars, find_form, first_form, value_of, with_forms
from app.catalogue.kinds.writing import item_blocks, mark_of, plain
from app.catalogue.segments import Page, Span
from app.catalogue.types import Item, Question


class ShortText:
    """An answer is what was typed. Forms of every language are taken, whatever the page's language."""

    name = "short-text"
    scorings: tuple[str, ...] = ("exact",)
    settings: tuple[str, ...] = ()
    is_marked = False

    def parse(self, page: Page, span: Span) -> Parsed:
        return Parsed(options=tuple(with_forms(item) for item in read_items(page, span, {}, has_marks=True)))

    def check(self, question: Question, say: Say) -> None:
        if not _right(question):
            say("quiz-key", "no form is marked as right", "mark it with (x)")
        checking.typed(question, question.options, say)
        checking.explained(question, say)

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        return [
            block
            for item in question.options
            for block in item_blocks(item, language, is_source=is_source, mark=mark_of(item), text=bars(item, language))
        ]

    def arrange(self, question: Question, chance: random.Random) -> list[str]:  # noqa: ARG002 - the contract's
        return []

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:  # noqa: ARG002
        return (Field(widget="line", value=tuple(given), longest=LONGEST),)

    def read(self, question: Question, form: Form) -> list[str]:  # noqa: ARG002 - the contract's
        value = value_of(form, FIELD, LONGEST)
        if not fold(value):
            raise UnreadableAnswer(WRITE)
        return [value]

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:  # noqa: ARG002 - the contract's
        return {FIELD: list(given)}

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        meant = find_form(question.options, "".join(given[:1]))
        is_right = meant is not None and meant.is_right
        return Grade(score(int(is_right), 1, exact=True), {FIELD: is_right})

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:  # noqa: ARG002
        right, meant = _right(question), find_form(question.options, "".join(given[:1]))
        return (
            Line(
                id=FIELD,
                given=tuple(given[:1]),
                right=tuple(item.text for item in right),
                feedback=next((item.feedback for item in (meant, *right) if item and item.feedback), {}),
                is_right=meant is not None and meant.is_right,
            ),
        )

    def key(self, question: Question) -> list[str]:
        return [first_form(item) for item in _right(question)[:1]]

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)


def _right(question: Question) -> list[Item]:
    return [item for item in question.options if item.is_right]
