"""Lines to be put in order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.catalogue.kinds import checking
from app.catalogue.kinds.choosing import in_order
from app.catalogue.kinds.contract import (
    Field,
    Form,
    Grade,
    Line,
    Offer,
    Parsed,
    Say,
    UnreadableAnswer,
    score,
    scoring_of,
)
from app.catalogue.kinds.forms import fold
from app.catalogue.kinds.parsing import read_items
from app.catalogue.kinds.parted import ANSWER_ONE, NOT_OFFERED, name_of
from app.catalogue.kinds.typed import value_of
from app.catalogue.kinds.veils import veil
from app.catalogue.kinds.writing import item_blocks, plain
from app.catalogue.segments import Page, Span
from app.catalogue.types import LANGUAGES, Question
from app.core.words import N_

LINES = (3, 8)
EACH_PLACE = N_("Give each line a place of its own, then send it.")


class Ordering:
    """An answer names the line of each place, from the first on; "" is a place without a line.

    Fields are named by veiled ids: authors tend to name lines in their order. Scored by parts, a line counts where it
    stands straight behind the line that it should follow; the first line follows none.
    """

    name = "ordering"
    scorings: tuple[str, ...] = ("parts", "exact")
    settings: tuple[str, ...] = ()
    is_marked = False

    def parse(self, page: Page, span: Span) -> Parsed:
        return Parsed(options=tuple(read_items(page, span, {})))

    def check(self, question: Question, say: Say) -> None:
        checking.counted(say, len(question.options), *LINES, "lines")
        for language in checking.languages_of(question):
            texts = [fold(item.text.get(language, "")) for item in question.options]
            if len(set(texts)) != len(texts):
                say("quiz-options", f"two lines say the same in “{language}”, so that no order is right", "")
        checking.explained(question, say)

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        return [
            block
            for number, item in enumerate(question.options, 1)
            for block in item_blocks(item, language, is_source=is_source, bullet=f"{number}.")
        ]

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        ids = self.key(question)
        shuffled = chance.sample(ids, len(ids))
        return shuffled if shuffled != ids else [*shuffled[1:], *shuffled[:1]]

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:
        lines = in_order(question, arrangement)
        places = tuple(
            Offer(id=str(place), text=dict.fromkeys(LANGUAGES, str(place))) for place in range(1, len(lines) + 1)
        )
        taken = _places(given)
        return tuple(
            Field(
                widget="order",
                name=name_of(veil(question, item.id)),
                label=item.text,
                offers=places,
                value=(taken[item.id],) if item.id in taken else (),
            )
            for item in lines
        )

    def read(self, question: Question, form: Form) -> list[str]:
        ids = self.key(question)
        places: dict[str, str] = {}
        for name in ids:
            place = value_of(form, name_of(veil(question, name)))
            if place in places:
                raise UnreadableAnswer(EACH_PLACE)
            if place and place not in map(str, range(1, len(ids) + 1)):
                raise UnreadableAnswer(NOT_OFFERED)
            places |= {place: name} if place else {}
        if not places:
            raise UnreadableAnswer(ANSWER_ONE)
        return [places.get(str(place), "") for place in range(1, max(map(int, places)) + 1)]

    def form(self, question: Question, given: Sequence[str]) -> dict[str, list[str]]:
        return {name_of(veil(question, name)): [place] for name, place in _places(given).items()}

    def grade(self, question: Question, given: Sequence[str]) -> Grade:
        key, stand = self.key(question), set(pairwise(given))
        parts = {after: (before, after) in stand for before, after in pairwise(key)}
        if scoring_of(self, question) == "exact":
            return Grade(score(int(list(given) == key), 1, exact=True), parts)
        return Grade(score(sum(parts.values()), len(parts), exact=False), parts)

    def explain(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Line, ...]:  # noqa: ARG002
        """In the right order: the place that was given to each line, and whether it follows what it should."""
        parts, taken = self.grade(question, given).parts, _places(given)
        return tuple(
            Line(
                id=item.id,
                asked=item.text,
                given=(taken[item.id],) if item.id in taken else (),
                right=(str(place),),
                feedback=item.feedback,
                is_right=parts.get(item.id),
            )
            for place, item in enumerate(question.options, 1)
        )

    def key(self, question: Question) -> list[str]:
        return [item.id for item in question.options]

    def export(self, question: Question) -> dict[str, Any]:
        return plain(question)


def _places(given: Sequence[str]) -> dict[str, str]:
    return {name: str(place) for place, name in enumerate(given, 1) if name}
