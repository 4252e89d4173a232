"""An attempt as its pages show it: where one is, what may still be changed, how much time there is, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from app.catalogue.types import Lesson, Quiz, Words
from app.core.clock import now
from app.quizzes import rules, timing
from app.quizzes.queries import Sitting

BACK, ALL = "back", "all"
WAYS = (BACK, ALL)


@dataclass(frozen=True, slots=True)
class Flow:
    """What stands around a question. `due_at` only while the time runs; paths are empty where there is no way.

    `seconds_left` is rounded up: a page that hands in by itself takes no part of a second from anybody.

    `may_change`: answers are kept and can be changed until they are handed in.
    """

    may_change: bool
    is_explained: bool
    is_finished: bool
    is_kept: bool
    due_at: datetime | None
    seconds_left: int
    time_zone: str
    previous: str
    following: str
    hand_in: str


def flow(sitting: Sitting, quiz: Quiz, number: int, *, is_explained: bool) -> Flow:
    is_open, here = sitting.finished_at is None, f"/attempts/{sitting.id}"
    may_change = is_open and quiz.feedback != "each"
    due = sitting.due_at if is_open else None
    return Flow(
        may_change=may_change,
        is_explained=is_explained,
        is_finished=not is_open,
        is_kept=sitting.questions[number - 1]["id"] in sitting.answers,
        due_at=due,
        seconds_left=max(ceil((due - now()).total_seconds()), 0) if due else 0,
        time_zone=sitting.time_zone,
        previous=f"{here}/{number - 1}" if number > 1 and quiz.feedback != "each" else "",
        following=f"{here}/{number + 1}" if number < len(sitting.questions) and quiz.feedback != "each" else "",
        hand_in=f"{here}/hand-in" if may_change else "",
    )


def after(sitting: Sitting, number: int, go: str = "") -> str:
    """Where a saved answer leads: the next question that is still empty, else to handing in; or where the button says.

    `go` is one of WAYS.
    """
    here = f"/attempts/{sitting.id}"
    if go == BACK and number > 1:
        return f"{here}/{number - 1}"
    later = (
        at for at, entry in enumerate(sitting.questions[number:], number + 1) if entry["id"] not in sitting.answers
    )
    following = None if go in WAYS else next(later, None)
    return f"{here}/{following or 'hand-in'}"


def to_hand_in(sitting: Sitting, quiz: Quiz) -> dict[str, Any]:
    """Every question with whether it has an answer; `missing` are the numbers of those that have none."""
    titles = {question.id: question.title for question in quiz.questions}
    rows = [
        {"number": number, "title": titles.get(entry["id"], {}), "is_answered": entry["id"] in sitting.answers}
        for number, entry in enumerate(sitting.questions, 1)
    ]
    missing = [row["number"] for row in rows if not row["is_answered"]]
    return {"sitting": sitting, "rows": rows, "missing": missing}


@dataclass(frozen=True, slots=True)
class GoalShown:
    text: Words
    points: str
    of: int
    waiting: int
    is_reached: bool


def result(
    sitting: Sitting, lesson: Lesson, quiz: Quiz, sat: Sequence[timing.Sat], opened: Sequence[timing.Given]
) -> dict[str, Any]:
    """Everything of the result page. Without explanations it tells of objectives alone, not of single questions."""
    graded = rules.grade(quiz, sitting.questions, sitting.scores)
    is_explained = timing.is_explained(quiz, sitting.finished_at, sat, opened)
    return {
        "sitting": sitting,
        "result": graded,
        "is_passed": sitting.is_passed,
        "points": points(graded.points),
        "percent": sitting.score_percent,
        "goals": _goals(sitting, lesson, quiz),
        "is_explained": is_explained,
        "rows": _rows(sitting, quiz) if is_explained else [],
        "allowed": timing.allowance(quiz, sat, opened, now()),
    }


def points(thousandths: int) -> str:
    """7500 → 7.5; rounded down, so that nobody reads more than the percentage says."""
    whole, rest = divmod(max(thousandths, 0), rules.FULL)
    tenths = rest * 10 // rules.FULL
    return f"{whole}.{tenths}" if tenths else str(whole)


def _goals(sitting: Sitting, lesson: Lesson, quiz: Quiz) -> list[GoalShown]:
    texts = {objective.id: objective.text for objective in lesson.objectives}
    return [
        GoalShown(texts.get(goal.objective, {}), points(goal.points), goal.of, goal.waiting, goal.is_reached)
        for goal in rules.goals(quiz, sitting.questions, sitting.scores)
    ]


def _rows(sitting: Sitting, quiz: Quiz) -> list[dict[str, Any]]:
    titles = {question.id: question.title for question in quiz.questions}
    return [
        {"number": number, "title": titles[entry["id"]], "given": sitting.answers.get(entry["id"])}
        for number, entry in enumerate(sitting.questions, 1)
        if entry["id"] in titles
    ]
