"""One answer of several; true-false is the same with its two options in a fixed order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.kinds.choosing import CHOOSE, Choosing
from app.catalogue.kinds.contract import Form, Grade, Say, UnreadableAnswer, score
from app.catalogue.types import Question

OPTIONS = 3


@dataclass(frozen=True)
class Single(Choosing):
    """`fixed_order` is true-false: two options, named true and false."""

    name: str = "single"
    fixed_order: bool = False
    scorings: tuple[str, ...] = ("exact",)

    def check(self, question: Question, say: Say) -> None:
        right = len(self.key(question))
        if right != 1:
            say("quiz-key", f"exactly one option is right, not {right}", "mark it with (x)")
        if self.fixed_order:
            if sorted(option.id for option in question.options) != ["false", "true"]:
                say("quiz-options", "a true-false question has the options {#true} and {#false}", "")
        elif len(question.options) != OPTIONS:
            say("quiz-options", f"a question has three options, not {len(question.options)}", "")

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        ids = [option.id for option in question.options]
        return ids if self.fixed_order else chance.sample(ids, len(ids))

    def read(self, question: Question, form: Form) -> list[str]:
        chosen = super().read(question, form)
        if len(chosen) != 1:
            raise UnreadableAnswer(CHOOSE)
        return chosen

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        key = self.key(question)
        return Grade(score(int(list(given) == key), 1, exact=True), {name: True for name in given if name in key})
