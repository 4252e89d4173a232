"""Drawing and grading: pure."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from app.catalogue.types import Question, Quiz
from app.quizzes.kinds import KINDS


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
    return [{"id": q.id, "version": q.version, "options": KINDS[q.kind].order(q, chance)} for q in chosen]


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


@dataclass(frozen=True, slots=True)
class Result:
    """`failed_safety` are must-pass questions that were not answered rightly."""

    right: int
    of: int
    score_percent: int
    is_passed: bool
    failed_safety: tuple[str, ...] = ()


def grade(quiz: Quiz, drawn: Sequence[Mapping[str, Any]], is_right: Mapping[str, bool]) -> Result:
    """Percent is rounded down; passing needs the quiz's percentage and every must-pass question of the draw."""
    ids = [entry["id"] for entry in drawn]
    must = {q.id for q in quiz.questions if q.must_pass}
    right = sum(1 for i in ids if is_right.get(i))
    failed = tuple(i for i in ids if i in must and not is_right.get(i))
    percent = right * 100 // len(ids) if ids else 0
    return Result(right, len(ids), percent, percent >= quiz.pass_percent and not failed, failed)
