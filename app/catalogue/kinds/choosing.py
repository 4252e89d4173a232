"""What single and multiple choice have in common: options, some of them right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from app.catalogue.kinds.contract import FIELD, Field, Form, Line, Offer, Parsed, UnreadableAnswer, Widget
from app.catalogue.kinds.writing import item_blocks, plain
from app.catalogue.segments import Page, Span, build_options
from app.catalogue.types import Item, Question
from app.core.words import N_

CHOOSE = N_("Choose an answer, then send it.")


class Choosing:
    """Base of the kinds whose answer is a list of option ids, in the order in which the question names them."""

    settings: tuple[str, ...] = ()
    is_marked = False
    widget: Widget = "one"
    right_mark, other_mark = "(x)", "( )"

    def parse(self, page: Page, span: Span) -> Parsed:
        return Parsed(options=build_options(page, span))

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        return [
            block
            for option in question.options
            for block in item_blocks(
                option,
                language,
                is_source=is_source,
                mark=self.right_mark if option.is_right else self.other_mark,
            )
        ]

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        ids = [option.id for option in question.options]
        return chance.sample(ids, len(ids))

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:
        offers = tuple(Offer(id=option.id, text=option.text) for option in in_order(question, arrangement))
        return (Field(widget=self.widget, offers=offers, value=tuple(given)),)

    def read(self, question: Question, form: Form) -> list[str]:
        values = form.get(FIELD, ())
        known = [option.id for option in question.options]
        if not values or any(value not in known for value in values):
            raise UnreadableAnswer(CHOOSE)
        return [option for option in known if option in values]

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:  # noqa: ARG002 - the contract's
        return {FIELD: list(given)}

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:
        return tuple(
            Line(
                id=option.id,
                asked=option.text,
                feedback=option.feedback,
                is_key=option.is_right,
                is_given=option.id in given,
            )
            for option in in_order(question, arrangement)
        )

    def key(self, question: Question) -> list[str]:
        return [option.id for option in question.options if option.is_right]

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)


def in_order(question: Question, arrangement: Sequence[str]) -> list[Item]:
    """Options as an attempt shows them; what a release no longer holds is left out."""
    by_id = {option.id: option for option in question.options}
    return [by_id[name] for name in arrangement if name in by_id]
