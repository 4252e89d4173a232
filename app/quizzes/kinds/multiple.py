"""Several answers of several: right when exactly the right ones are chosen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.types import Question
from app.quizzes.kinds.contract import key, offered


@dataclass(frozen=True)
class Multiple:
    input_type: str = "checkbox"

    def order(self, question: Question, chance: random.Random) -> list[str]:
        ids = [option.id for option in question.options]
        return chance.sample(ids, len(ids))

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        return offered(question, values)

    def is_right(self, question: Question, chosen: Sequence[str]) -> bool:
        return set(chosen) == set(key(question))

    def right_answer(self, question: Question) -> list[str]:
        return key(question)
