"""Prompts and what belongs to each; a match without a prompt belongs to nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from app.catalogue.kinds import checking
from app.catalogue.kinds.contract import Field, Line, Offer, Parsed, Say, UnreadableAnswer
from app.catalogue.kinds.forms import fold, split_bars
from app.catalogue.kinds.parsing import read_items
from app.catalogue.kinds.parted import NOT_OFFERED, Parted, name_of, values_of
from app.catalogue.kinds.veils import veil
from app.catalogue.kinds.writing import item_blocks
from app.catalogue.segments import Page, Span
from app.catalogue.types import Item, Question, Words

PROMPTS = (3, 8)
LEFT_OVER = 3
_PROMPT, _MATCH = "prompt", "match"


class Matching(Parted):
    """A part is a prompt, its value the id of the item whose match was chosen. Browsers send veiled ids: the plain
    ones would tell what belongs together."""

    name = "matching"

    def parse(self, page: Page, span: Span) -> Parsed:
        return Parsed(options=tuple(_halves(item) for item in read_items(page, span, {})))

    def check(self, question: Question, say: Say) -> None:
        prompts = _prompts(question)
        checking.counted(say, len(prompts), *PROMPTS, "prompts")
        if len(question.options) - len(prompts) > LEFT_OVER:
            say("quiz-options", f"at most {LEFT_OVER} matches belong to nothing", "")
        for language in checking.languages_of(question):
            self._check_language(question, language, say)
        checking.explained(question, say, prompts)

    def _check_language(self, question: Question, language: str, say: Say) -> None:
        seen: dict[str, str] = {}
        for item in question.options:
            match = item.match.get(language, "")
            if not match:
                message = f'"{item.id}" is not a prompt and its match, parted by one bar, in “{language}”'
                say("quiz-match", message, "- prompt | match {#id}")
            elif (other := seen.setdefault(fold(match) or match, item.id)) != item.id:
                message = f'the matches of "{other}" and "{item.id}" are the same in “{language}”'
                say("quiz-match", message, "kind=categorise")
            if bool(item.text.get(language)) != bool(item.text):
                say("quiz-match", f'"{item.id}" has a prompt in one language and none in another', "")

    def write(self, question: Question, language: str, *, is_source: bool) -> list[str]:
        return [
            block
            for item in question.options
            for block in item_blocks(
                item,
                language,
                is_source=is_source,
                text=f"{item.text.get(language, '')} | {item.match.get(language, '')}".strip(),
            )
        ]

    def arrange(self, question: Question, chance: random.Random) -> list[str]:
        prompts = self.parts(question)
        matches = [item.id for item in question.options]
        return [
            *(f"{_PROMPT}={name}" for name in chance.sample(prompts, len(prompts))),
            *(f"{_MATCH}={name}" for name in chance.sample(matches, len(matches))),
        ]

    def ask(self, question: Question, arrangement: Sequence[str], given: Sequence[str]) -> tuple[Field, ...]:
        by_id = {item.id: item for item in question.options}
        values = values_of(given)
        offers = tuple(
            Offer(id=veil(question, name), text=by_id[name].match)
            for name in _arranged(arrangement, _MATCH)
            if name in by_id
        )
        return tuple(
            Field(
                widget="pick",
                name=name_of(part),
                label=by_id[part].text,
                offers=offers,
                value=(veil(question, values[part]),) if part in values else (),
            )
            for part in self.shown(question, arrangement)
        )

    def parts(self, question: Question) -> list[str]:
        return [item.id for item in _prompts(question)]

    def shown(self, question: Question, arrangement: Sequence[str]) -> list[str]:
        known = self.parts(question)
        return [name for name in _arranged(arrangement, _PROMPT) if name in known]

    def right(self, question: Question, part: str) -> str:  # noqa: ARG002 - the contract's
        return part

    def take(self, question: Question, part: str, sent: str) -> str:  # noqa: ARG002 - the contract's
        for item in question.options:
            if veil(question, item.id) == sent:
                return item.id
        raise UnreadableAnswer(NOT_OFFERED)

    def sent(self, question: Question, part: str, value: str) -> str:  # noqa: ARG002 - the contract's
        return veil(question, value)

    def line(self, question: Question, part: str, value: str) -> Line:
        by_id = {item.id: item for item in question.options}
        asked, chosen = by_id[part], by_id.get(value)
        is_stray = chosen is not None and not chosen.text
        feedback = chosen.feedback if chosen and is_stray and chosen.feedback else asked.feedback
        return Line(
            id=part,
            asked=asked.text,
            given=(chosen.match,) if chosen else (),
            right=(asked.match,),
            feedback=feedback,
            is_right=value == part,
        )


def _halves(item: Item) -> Item:
    """`prompt | match`; a line with another number of bars has no match, which the check says."""
    halves = {language: split_bars(text) for language, text in item.text.items()}
    pairs = {language: parts for language, parts in halves.items() if len(parts) == 2}
    return replace(item, text=_filled(pairs, 0), match=_filled(pairs, 1))


def _filled(pairs: dict[str, list[str]], half: int) -> Words:
    return {language: parts[half] for language, parts in pairs.items() if parts[half]}


def _prompts(question: Question) -> list[Item]:
    return [item for item in question.options if item.text]


def _arranged(arrangement: Sequence[str], sort: str) -> list[str]:
    return [name for prefix, _, name in (one.partition("=") for one in arrangement) if prefix == sort]
