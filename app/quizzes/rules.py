"""Drawing and grading: pure."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import floor
from typing import Any

from app.catalogue.kinds import KINDS
from app.catalogue.types import Question, Quiz


def draw(quiz: Quiz, seed: int, seen: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Questions of one attempt: balanced over objectives, unseen ones first, a must-pass one always among them.

    The same seed gives the same draw. `seen` are ids that earlier attempts have shown.
    """
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    chosen = _balanced(quiz, chance, seen)[: quiz.draw]
    must = [q for q in quiz.questions if q.must_pass]
    if must and not any(q.must_pass for q in chosen):
        safety = chance.choice([q for q in must if q.id not in seen] or must)
        alike = [at for at, q in enumerate(chosen) if q.objective == safety.objective]
        chosen[alike[-1] if alike else -1] = safety
    chance.shuffle(chosen)
    return [{"id": q.id, "version": q.version, "options": KINDS[q.kind].arrange(q, chance)} for q in chosen]


def _balanced(quiz: Quiz, chance: random.Random, seen: frozenset[str]) -> list[Question]:
    by_objective: dict[str, list[Question]] = defaultdict(list)
    for question in quiz.questions:
        by_objective[question.objective].append(question)
    piles = []
    for pile in by_objective.values():
        chance.shuffle(pile)
        piles.append(sorted(pile, key=lambda q: q.id in seen))
    chance.shuffle(piles)
    return [q for layer in zip_longest(*piles) for q in layer if q is not None]


FULL = 1000
"""Scores are kept in thousandths of a question's full marks."""


def thousandths(score: Fraction) -> int:
    """Rounded to the nearest (a third and two thirds make one whole); only a full answer earns full marks."""
    return FULL if score >= 1 else min(floor(score * FULL + Fraction(1, 2)), FULL - 1)


@dataclass(frozen=True, slots=True)
class Result:
    """`right` counts full marks; `is_passed` is None while it hangs on a mark that a person still has to give.

    `failed_safety` are must-pass questions that were not answered rightly, `waiting` those without a mark; `points` are
    in thousandths, never below zero.
    """

    right: int
    of: int
    score_percent: int
    is_passed: bool | None
    failed_safety: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    points: int = 0


@dataclass(frozen=True, slots=True)
class Goal:
    """What an attempt showed of one objective: points in thousandths, of so many questions; `waiting` have no mark."""

    objective: str
    points: int
    of: int
    waiting: int

    @property
    def is_reached(self) -> bool:
        return self.points >= self.of * FULL


def grade(quiz: Quiz, drawn: Sequence[Mapping[str, Any]], scores: Mapping[str, int | None]) -> Result:
    """`scores`: question → thousandths; None waits for a mark; a question without an entry earns nothing.

    Percent is rounded down, what waits counting as nothing; passing needs the quiz's percentage and full marks for
    every must-pass question of the draw. The result is known as soon as no mark can change it.
    """
    ids = [entry["id"] for entry in drawn]
    must = {q.id for q in quiz.questions if q.must_pass}
    waiting = tuple(i for i in ids if i in scores and scores[i] is None)
    least = {i: scores.get(i) or 0 for i in ids}
    failed = tuple(i for i in ids if i in must and least[i] < FULL and i not in waiting)
    percent = _percent(sum(least.values()), len(ids))
    best = _percent(sum(least.values()) + FULL * len(waiting), len(ids))
    right = sum(1 for i in ids if least[i] >= FULL)
    passed: bool | None = percent >= quiz.pass_percent and not failed and not must.intersection(waiting)
    if not passed and not failed and best >= quiz.pass_percent and waiting:
        passed = None
    return Result(right, len(ids), percent, passed, failed, waiting, max(sum(least.values()), 0))


def goals(quiz: Quiz, drawn: Sequence[Mapping[str, Any]], scores: Mapping[str, int | None]) -> list[Goal]:
    """Objective by objective, in the order in which the quiz first names them."""
    ids = {entry["id"] for entry in drawn}
    asked: dict[str, list[str]] = defaultdict(list)
    for question in quiz.questions:
        if question.id in ids:
            asked[question.objective].append(question.id)
    return [
        Goal(
            objective,
            max(sum(scores.get(name) or 0 for name in names), 0),
            len(names),
            sum(1 for name in names if name in scores and scores[name] is None),
        )
        for objective, names in asked.items()
    ]


def _percent(thousandths: int, questions: int) -> int:
    return max(thousandths, 0) * 100 // (questions * FULL) if questions else 0
