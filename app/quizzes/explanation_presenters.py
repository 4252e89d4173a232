"""What stands behind an answer: the verdict, how it was counted, and of each part what was given and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from app.catalogue.kinds import KINDS, Field, Line
from app.catalogue.kinds.contract import scoring_of
from app.catalogue.types import Question, Words
from app.quizzes import rules
from app.quizzes.field_presenters import typed
from app.quizzes.queries import Given
from app.quizzes.texts import html, inline

Verdict = Literal["right", "partly", "wrong", "waiting"]
Way = Literal["", "whole", "parts", "choices", "minus", "neighbours"]
"""How a question of several parts is counted."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """`is_option`: one of what was offered, chosen or not; other lines say what was given and what is right."""

    asked: Markup
    given: Markup
    right: Markup
    feedback: Markup
    is_right: bool | None
    is_option: bool
    is_key: bool
    is_given: bool
    gap: int  # its number in the stem; 0 where there is none


@dataclass(frozen=True, slots=True)
class Explained:
    """`share` is the percent of full marks; of `of` parts `right` were right, `wrong` counts what was chosen amiss.

    The parts of an order are its lines but the first, each of which follows another.
    """

    verdict: Verdict
    share: int
    way: Way
    right: int
    of: int
    wrong: int
    is_order: bool
    lines: list[LineShown]
    explanation: Markup


def explained(
    asked: Question, fields: Sequence[Field], lines: Sequence[Line], given: Given, gaps: dict[str, int], language: str
) -> Explained:
    """`gaps`: id → number in the stem as it is shown."""
    share = max(given.score or 0, 0) * 100 // rules.FULL
    right, of, wrong = _counts(lines, fields)
    return Explained(
        verdict=_verdict(given, share),
        share=share,
        way=_way(asked, fields) if of > 1 else "",
        right=right,
        of=of,
        wrong=wrong,
        is_order=fields[0].widget == "order",
        lines=[_line(line, gaps.get(line.id, 0), language) for line in lines],
        explanation=Markup("") if given.is_right is None else html(asked.explanation, language),  # it may come back
    )


def _verdict(given: Given, share: int) -> Verdict:
    if given.is_right is None:
        return "waiting"
    if given.is_right:
        return "right"
    return "partly" if share else "wrong"


def _way(asked: Question, fields: Sequence[Field]) -> Way:
    scoring = scoring_of(KINDS[asked.kind], asked)
    widget = fields[0].widget
    if scoring == "exact":
        return "whole"
    if widget == "several":
        return "minus" if scoring == "minus" else "choices"
    return "neighbours" if widget == "order" else "parts"


def _counts(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[int, int, int]:
    """Right parts, all parts, and what was chosen although it does not fit. One choice of several is no parts."""
    keys = [line for line in lines if line.is_key]
    if keys:
        chosen = [line for line in lines if line.is_given]
        hits = sum(line.is_key for line in chosen)
        return hits, len(keys) if fields[0].widget == "several" else 0, len(chosen) - hits
    judged = [line for line in lines if line.is_right is not None]
    return sum(bool(line.is_right) for line in judged), len(judged), 0


def _line(line: Line, gap: int, language: str) -> LineShown:
    return LineShown(
        asked=inline(line.asked, language),
        given=_said(line.given, language),
        right=_said(line.right, language),
        feedback=html(line.feedback, language),
        is_right=line.is_right,
        is_option=line.is_right is None and not line.given and not line.right,
        is_key=line.is_key,
        is_given=line.is_given,
        gap=gap,
    )


def _said(all_of_it: Sequence[Words | str], language: str) -> Markup:
    return Markup(" · ").join(typed(one) if isinstance(one, str) else inline(one, language) for one in all_of_it)
