"""What kinds whose answer has parts have in common: one field for each part, `part=value` for each one answered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from app.catalogue.kinds.contract import FIELD, Form, Grade, Line, UnreadableAnswer, score, scoring_of
from app.catalogue.kinds.typed import LONGEST, value_of
from app.catalogue.kinds.writing import plain
from app.catalogue.types import Question
from app.core.words import N_

ANSWER_ONE = N_("Answer at least one part, then send it.")
NOT_OFFERED = N_("Choose from what is offered, then send it.")


def name_of(part: str) -> str:
    return f"{FIELD}-{part}"


def values_of(given: Sequence[str]) -> dict[str, str]:
    """Part → value."""
    return {part: value for part, sign, value in (one.partition("=") for one in given) if sign}


class Parted(ABC):
    """Base of the kinds with a `part=value` for each part; a part without one earns nothing."""

    name = ""
    scorings: tuple[str, ...] = ("parts", "exact")
    settings: tuple[str, ...] = ()
    is_marked = False

    # what each kind says

    @abstractmethod
    def parts(self, question: Question) -> list[str]:
        """Ids of the parts, in the order written."""

    @abstractmethod
    def right(self, question: Question, part: str) -> str:
        """A right value of the part."""

    def is_right(self, question: Question, part: str, value: str) -> bool:
        return value == self.right(question, part)

    @abstractmethod
    def take(self, question: Question, part: str, sent: str) -> str:
        """What is kept of a value that was sent. Raises UnreadableAnswer."""

    def sent(self, question: Question, part: str, value: str) -> str:  # noqa: ARG002 - for kinds that veil values
        """What a browser sends for a value."""
        return value

    @abstractmethod
    def line(self, question: Question, part: str, value: str) -> Line: ...

    # what follows from it

    def read(self, question: Question, form: Form) -> list[str]:
        sent = {part: value_of(form, name_of(part), LONGEST) for part in self.parts(question)}
        found = [f"{part}={self.take(question, part, value)}" for part, value in sent.items() if value]
        if not found:
            raise UnreadableAnswer(ANSWER_ONE)
        return found

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:
        return {name_of(part): [self.sent(question, part, value)] for part, value in values_of(given).items()}

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        values = values_of(given)
        parts = {part: part in values and self.is_right(question, part, values[part]) for part in self.parts(question)}
        exact = scoring_of(self, question) == "exact"
        return Grade(score(sum(parts.values()), len(parts), exact=exact), parts)

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:
        values = values_of(given)
        return tuple(self.line(question, part, values.get(part, "")) for part in self.shown(question, arrangement))

    def shown(self, question: Question, arrangement: Sequence[str]) -> list[str]:  # noqa: ARG002 - the order written
        """Parts in the order in which an attempt shows them."""
        return self.parts(question)

    def key(self, question: Question) -> list[str]:
        return [f"{part}={self.right(question, part)}" for part in self.parts(question)]

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)
