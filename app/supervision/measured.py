"""What measures say of cases, in the words of the agenda; nothing where no scores are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TypedDict

from app.measures import queries as measures
from app.measures import rules
from app.measures.rules import Score

ENOUGH = 4
"""Measures after which somebody who is not getting better is talked about; the design's domain facts, section 2."""


class Scores(TypedDict, total=False):
    has_prompt: bool
    is_high: bool | None
    is_low: bool | None
    is_improving: bool | None


def read(case_ids: Collection[int]) -> dict[int, Scores]:
    asking, scores = measures.cases_that_ask(case_ids), measures.scores(case_ids)
    found = {case_id: _judge(ones) for case_id, ones in scores.items()}
    for case_id in asking:
        found.setdefault(case_id, {})["has_prompt"] = True
    return found


def _judge(scores: Sequence[Score]) -> Scores:
    """Scores of one case, the first first. Deterioration is said at once, lack of improvement after a while."""
    by_name: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        by_name[one.instrument].append(one)
    first, last = measures.first_and_last(scores)
    change = rules.change(first, last) if first else None
    is_long = max(len(ones) for ones in by_name.values()) >= ENOUGH
    is_improving: bool | None = None
    if change is not None and change.is_reliable_improvement:
        is_improving = True
    elif change is not None and (change.is_reliable_deterioration or is_long):
        is_improving = False
    return {
        "is_high": any(ones[-1].is_case_level for ones in by_name.values()),
        "is_low": all(len(ones) > 1 and not any(x.is_case_level for x in ones[-2:]) for ones in by_name.values()),
        "is_improving": is_improving,
    }
