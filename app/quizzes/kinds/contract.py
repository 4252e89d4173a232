"""What every kind of question can do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from app.catalogue.types import Question


class UnreadableAnswer(ValueError):
    """Nothing was chosen, or something that was not offered."""


class Kind(Protocol):
    """Render, read, grade, explain. Answers are lists of option ids, stored as given."""

    @property
    def input_type(self) -> str:
        """The HTML input of one option: radio or checkbox."""

    def order(self, question: Question, chance: random.Random) -> list[str]:
        """Option ids in the order shown in one attempt."""

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """The answer out of a form's values. Raises UnreadableAnswer."""

    def is_right(self, question: Question, chosen: Sequence[str]) -> bool: ...

    def right_answer(self, question: Question) -> list[str]:
        """For the explanation and for export."""


def offered(question: Question, values: Sequence[str]) -> list[str]:
    """The values, each once, in the question's own order. Raises UnreadableAnswer for a foreign one or for none."""
    known = [option.id for option in question.options]
    if not values or any(value not in known for value in values):
        raise UnreadableAnswer
    return [option for option in known if option in values]


def key(question: Question) -> list[str]:
    return [option.id for option in question.options if option.is_right]
