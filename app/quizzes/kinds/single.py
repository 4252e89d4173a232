"""One answer of several; true-false is the same with its two options in a fixed order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.types import Question
from app.quizzes.kinds.contract import UnreadableAnswer, key, offered


@dataclass(frozen=True)
class Single:
    fixed_order: bool = False
    input_type: str = "radio"

    def order(self, question: Question, chance: random.Random) -> list[str]:
        ids = [option.id for option in question.options]
        return ids if self.fixed_order else chance.sample(ids, len(ids))

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        chosen = offered(question, values)
        if len(chosen) != 1:
            raise UnreadableAnswer
        return chosen

    def is_right(self, question: Question, chosen: Sequence[str]) -> bool:
        return list(chosen) == key(question)

    def right_answer(self, question: Question) -> list[str]:
        return key(question)
