"""Several answers of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.catalogue.kinds.choosing import Choosing
from app.catalogue.kinds.contract import Grade, Say, Widget, scoring_of
from app.catalogue.types import Question

LEAST = 3


@dataclass(frozen=True)
class Multiple(Choosing):
    """exact: the right ones and no other. parts: (right − wrong) of all right ones, not below 0. minus: down to −1."""

    name: str = "multiple"
    scorings: tuple[str, ...] = ("exact", "parts", "minus")
    widget: Widget = "several"
    right_mark: str = "[x]"
    other_mark: str = "[ ]"

    def check(self, question: Question, say: Say) -> None:
        if not self.key(question):
            say("quiz-key", "no option is marked as right with [x]", "")
        if len(question.options) < LEAST:
            message = f"a question with several right answers has three options or more, not {len(question.options)}"
            say("quiz-options", message, "")

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        key = set(self.key(question))
        chosen = set(given)
        parts = {option.id: (option.id in key) == (option.id in chosen) for option in question.options}
        scoring = scoring_of(self, question)
        if scoring == "exact" or not key:
            return Grade(Fraction(int(chosen == key and bool(key))), parts)
        share = Fraction(len(chosen & key) - len(chosen - key), len(key))
        return Grade(max(share, Fraction(-1 if scoring == "minus" else 0)), parts)
