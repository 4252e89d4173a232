"""Gaps in a text, to be filled by choosing or by typing."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import Field, Line, Offer, Parsed, Say, UnreadableAnswer
from app.catalogue.kinds.parsing import read_groups, read_items
from app.catalogue.kinds.parted import NOT_OFFERED, Parted, name_of, values_of
from app.catalogue.kinds.typed import bars, find_form, first_form, with_forms
from app.catalogue.kinds.writing import group_block, item_blocks, mark_of
from app.catalogue.segments import Page, Span
from app.catalogue.types import Group, Item, Question

GAP = re.compile(r"\{\{gap:([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\}\}")
GAPS = (1, 12)
_SETTINGS = {"input": ("text",)}


class Cloze(Parted):
    """A part is a gap; its value the id of an option of it, or what was typed."""

    name = "cloze"

    def parse(self, page: Page, span: Span) -> Parsed:
        stretches = list(read_groups(page, span, _SETTINGS))
        items: list[Item] = []
        for one in stretches:
            own = read_items(page, one.span, {}, has_marks=True, group=one.group.id)
            items += [with_forms(item) for item in own] if is_typed(one.group) else own
        return Parsed(options=tuple(items), groups=tuple(one.group for one in stretches))

    def check(self, question: Question, say: Say) -> None:
        gaps = Counter(group.id for group in question.groups)
        checking.counted(say, len(gaps), *GAPS, "gaps, each with its ### group")
        for language, stem in question.stem.items():
            stands = Counter(GAP.findall(stem))
            if stands != gaps:
                wrong = ", ".join(sorted((stands - gaps) + (gaps - stands)))
                message = f"the text in “{language}” and the ### groups must hold each gap once: {wrong}"
                say("quiz-gaps", message, "{{gap:id}}")
        for group in question.groups:
            self._check_gap(group, _options(question, group.id), question, say)
        checking.explained(question, say)

    def _check_gap(self, group: Group, options: list[Item], question: Question, say: Say) -> None:
        right = sum(item.is_right for item in options)
        if is_typed(group):
            checking.typed(question, options, say)
        if not right or (right > 1 and not is_typed(group)):
            say("quiz-key", f'the gap "{group.id}" has {right} right options', "mark one with (x)")
        if not is_typed(group) and right == len(options):
            say("quiz-options", f'the gap "{group.id}" leaves nothing to choose', "- ( ) Text {#b}")

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        blocks = []
        for group in question.groups:
            blocks.append(group_block(group, language, is_source=is_source))
            for item in _options(question, group.id):
                text = bars(item, language) if is_typed(group) else None
                blocks += item_blocks(item, language, is_source=is_source, mark=mark_of(item), text=text)
        return blocks

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        found = []
        for group in question.groups:
            ids = [] if is_typed(group) else [item.id for item in _options(question, group.id)]
            found += [f"{group.id}={name}" for name in chance.sample(ids, len(ids))]
        return found

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:
        values = values_of(given)
        return tuple(
            Field(
                widget="line" if is_typed(group) else "pick",
                name=name_of(group.id),
                label=group.title,
                gap=group.id,
                offers=() if is_typed(group) else _offers(question, group.id, arrangement),
                value=(values[group.id],) if group.id in values else (),
            )
            for group in question.groups
        )

    def parts(self, question: Question) -> list[str]:
        return [group.id for group in question.groups]

    def right(self, question: Question, part: str) -> str:
        right = next((item for item in _options(question, part) if item.is_right), None)
        if right is None:
            return ""
        return first_form(right) if is_typed(_group(question, part)) else right.id

    def is_right(self, question: Question, part: str, value: str) -> bool:
        chosen = _meant(question, part, value)
        return chosen is not None and chosen.is_right

    def take(self, question: Question, part: str, sent: str) -> str:
        if not is_typed(_group(question, part)) and _meant(question, part, sent) is None:
            raise UnreadableAnswer(NOT_OFFERED)
        return sent

    def line(self, question: Question, part: str, value: str) -> Line:
        group, chosen = _group(question, part), _meant(question, part, value)
        right = [item for item in _options(question, part) if item.is_right]
        known = chosen.text if chosen and not is_typed(group) else value
        return Line(
            id=part,
            asked=group.title,
            given=(known,) if known and (chosen or is_typed(group)) else (),
            right=tuple(item.text for item in right),
            feedback=next((item.feedback for item in (chosen, *right) if item and item.feedback), {}),
            is_right=chosen is not None and chosen.is_right,
        )


def is_typed(group: Group) -> bool:
    return group.settings.get("input") == "text"


def _group(question: Question, part: str) -> Group:
    return next(group for group in question.groups if group.id == part)


def _options(question: Question, part: str) -> list[Item]:
    return [item for item in question.options if item.group == part]


def _offers(question: Question, part: str, arrangement: Sequence[str]) -> tuple[Offer, ...]:
    by_name = {f"{part}={item.id}": item for item in _options(question, part)}
    return tuple(Offer(id=by_name[name].id, text=by_name[name].text) for name in arrangement if name in by_name)


def _meant(question: Question, part: str, value: str) -> Item | None:
    options = _options(question, part)
    if is_typed(_group(question, part)):
        return find_form(options, value)
    return next((item for item in options if item.id == value), None)
