"""Items to be put where they belong."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import Field, Line, Offer, Parsed, Say, UnreadableAnswer
from app.catalogue.kinds.parsing import read_groups, read_items
from app.catalogue.kinds.parted import NOT_OFFERED, Parted, name_of, values_of
from app.catalogue.kinds.writing import group_block, item_blocks
from app.catalogue.segments import Page, Span
from app.catalogue.types import Item, Question
from app.catalogue.units import Unit

CATEGORIES = (2, 5)
ITEMS = (3, 12)


class Categorise(Parted):
    """A part is an item, its value the id of a category. Categories stand in the order written."""

    name = "categorise"

    def parse(self, page: Page, span: Span) -> Parsed:
        stretches = list(read_groups(page, span))
        seen: dict[str, Unit] = {}
        items = [item for one in stretches for item in read_items(page, one.span, seen, group=one.group.id)]
        return Parsed(options=tuple(items), groups=tuple(one.group for one in stretches))

    def check(self, question: Question, say: Say) -> None:
        checking.counted(say, len(question.groups), *CATEGORIES, "categories")
        checking.counted(say, len(question.options), *ITEMS, "items")
        used = {item.group for item in question.options}
        empty = [group.id for group in question.groups if group.id not in used]
        if len(empty) > 1:
            say("quiz-groups", f"one category may stay empty, not {', '.join(empty)}", "")
        checking.explained(question, say)

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        blocks = []
        for group in question.groups:
            blocks.append(group_block(group, language, is_source=is_source))
            for item in question.options:
                if item.group == group.id:
                    blocks += item_blocks(item, language, is_source=is_source)
        return blocks

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        ids = self.parts(question)
        return chance.sample(ids, len(ids))

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:
        by_id, values = _by_id(question), values_of(given)
        offers = tuple(Offer(id=group.id, text=group.title) for group in question.groups)
        return tuple(
            Field(
                widget="pick",
                name=name_of(part),
                label=by_id[part].text,
                offers=offers,
                value=(values[part],) if part in values else (),
            )
            for part in self.shown(question, arrangement)
        )

    def parts(self, question: Question) -> list[str]:
        return [item.id for item in question.options]

    def shown(self, question: Question, arrangement: Sequence[str]) -> list[str]:
        known = _by_id(question)
        return [name for name in arrangement if name in known]

    def right(self, question: Question, part: str) -> str:
        return _by_id(question)[part].group

    def take(self, question: Question, part: str, sent: str) -> str:  # noqa: ARG002 - the contract's
        if sent not in {group.id for group in question.groups}:
            raise UnreadableAnswer(NOT_OFFERED)
        return sent

    def line(self, question: Question, part: str, value: str) -> Line:
        titles = {group.id: group.title for group in question.groups}
        item = _by_id(question)[part]
        return Line(
            id=part,
            asked=item.text,
            given=(titles[value],) if value in titles else (),
            right=(titles[item.group],),
            feedback=item.feedback,
            is_right=value == item.group,
        )


def _by_id(question: Question) -> dict[str, Item]:
    return {item.id: item for item in question.options}
