"""What levels are worth, who is marked twice, when two marks agree: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from app.catalogue.kinds.reflective import is_enough, levels_of, most_points, points_of
from app.catalogue.types import Question
from app.core import sampling

SECOND_PERCENT = 20
"""Share of answers that two people mark. Agreement is shown from twenty pairs on: with one answer in five that is some
hundred answers, about what two cohorts of twenty write in a year, and it costs a fifth more reading."""
MOST_TRIES = 3
"""Writing again helps while the comment is fresh; after the third try the trainer and the learner talk instead."""
LATE_AFTER = timedelta(days=7)
NEAR = 1
"""Levels in total by which two marks may differ and still say the same."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Points of a mark, of how many, and whether they make the answer right."""

    points: int
    most: int
    is_right: bool

    @property
    def share(self) -> Fraction:
        return Fraction(self.points, self.most)


def worth(question: Question, levels: Mapping[str, str]) -> Worth:
    """Raises KeyError where a criterion has no level of its own."""
    points, most = points_of(question, levels), most_points(question)
    return Worth(points, most, is_enough(question, Fraction(points, most)))


def missing(question: Question, levels: Mapping[str, str]) -> list[str]:
    """Criteria without a level of theirs, in the rubric's order."""
    return [
        group.id
        for group in question.groups
        if levels.get(group.id) not in {item.id for item in levels_of(question, group.id)}
    ]


def is_sampled(attempt_id: int, question_id: str, percent: int = SECOND_PERCENT) -> bool:
    """Whether a second marker is wanted: the same answer whoever asks, and nothing that a marker could work out."""
    return sampling.is_sampled(f"second-mark:{attempt_id}:{question_id}", percent)


def agree(first: Worth | None, second: Worth | None) -> bool:
    """Both say right or both say not yet, and they differ by at most one level in all; None was returned."""
    if first is None or second is None:
        return False
    return first.is_right == second.is_right and abs(first.points - second.points) <= NEAR


def days_waiting(handed_at: datetime, moment: datetime) -> int:
    return max((moment - handed_at).days, 0)


def is_late(handed_at: datetime, moment: datetime) -> bool:
    return moment - handed_at > LATE_AFTER
