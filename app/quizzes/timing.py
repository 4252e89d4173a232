"""When an attempt may begin and when it ends: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from app.catalogue.types import Quiz

GRACE = timedelta(seconds=30)
"""An answer that reaches us so long after the end still counts: a press at the last moment, a slow line, a device that
hands in by itself, and the server's own queue are nobody's lateness."""
SLACK = timedelta(seconds=60)
"""After the grace: what arrived in time may still wait for its turn to be written."""
EXTRA_PERCENTS = (25, 50, 100)
"""Individual extra time; the steps that examining bodies use."""

EXTRA_ATTEMPT, NO_WAIT, PASSED = "extra-attempt", "no-wait", "passed"

State = Literal["first", "again", "open", "over", "wait", "used"]


class Sat(Protocol):
    """An attempt, as far as the next one depends on it."""

    @property
    def due_at(self) -> datetime | None: ...

    @property
    def finished_at(self) -> datetime | None: ...

    @property
    def is_passed(self) -> bool | None: ...


class Given(Protocol):
    """Something that was opened for this learner."""

    @property
    def kind(self) -> str: ...

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether somebody may begin. `until` is the end of a wait; `left` counts attempts that remain, None: any number.

    open: an attempt is running; over: its time is over and it is to be handed in; used: no attempt is left.
    """

    state: State
    until: datetime | None = None
    left: int | None = None
    is_passed: bool = False

    @property
    def may_begin(self) -> bool:
        return self.state in ("first", "again")


def allowance(quiz: Quiz, sat: Sequence[Sat], given: Sequence[Given], moment: datetime) -> Allowance:
    """`sat`: this learner's attempts, oldest first; `given`: what was opened for them in this quiz."""
    left = attempts_left(quiz, len(sat), given)
    passed = any(one.is_passed for one in sat) or any(one.kind == PASSED for one in given)
    last = sat[-1] if sat else None
    if last is not None and last.finished_at is None:
        return Allowance("over" if is_over(last.due_at, moment) else "open", None, left, passed)
    if left == 0:
        return Allowance("used", None, left, passed)
    until = _wait_ends(quiz, last, given)
    if until is not None and moment < until:
        return Allowance("wait", until, left, passed)
    return Allowance("again" if sat else "first", None, left, passed)


def ways(allowed: Allowance, *, is_done: bool) -> tuple[str, ...]:
    """What a coordinator can open: never what is open anyway. `is_done`: the lesson's quiz counts as passed."""
    opened: dict[State, tuple[str, ...]] = {"used": (EXTRA_ATTEMPT,), "wait": (NO_WAIT,)}
    return (*opened.get(allowed.state, ()), *(() if is_done else (PASSED,)))


def attempts_left(quiz: Quiz, sat: int, given: Sequence[Given]) -> int | None:
    if quiz.max_attempts is None:
        return None
    return max(quiz.max_attempts + sum(one.kind == EXTRA_ATTEMPT for one in given) - sat, 0)


def _wait_ends(quiz: Quiz, last: Sat | None, given: Sequence[Given]) -> datetime | None:
    """Only an attempt that is known to have failed makes anybody wait."""
    if last is None or last.finished_at is None or last.is_passed is not False or not quiz.wait_minutes:
        return None
    if any(one.kind == NO_WAIT and one.at >= last.finished_at for one in given):
        return None
    return last.finished_at + timedelta(minutes=quiz.wait_minutes)


def is_explained(quiz: Quiz, finished_at: datetime | None, sat: Sequence[Sat], given: Sequence[Given]) -> bool:
    """Whether a finished attempt shows what is right, and why. Before that the same questions may come again."""
    if finished_at is None:
        return False
    if quiz.feedback != "pass" or any(one.is_passed for one in sat) or any(one.kind == PASSED for one in given):
        return True
    return attempts_left(quiz, len(sat), given) == 0 and all(one.finished_at for one in sat)


def due_at(quiz: Quiz, started_at: datetime, extra_percent: int = 0) -> datetime | None:
    """The end of the time; None without a limit."""
    limit = limit_seconds(quiz, extra_percent)
    return started_at + timedelta(seconds=limit) if limit else None


def limit_seconds(quiz: Quiz, extra_percent: int = 0) -> int:
    return quiz.time_limit_minutes * 60 * (100 + extra_percent) // 100


def is_over(due: datetime | None, moment: datetime) -> bool:
    return due is not None and moment >= due


def is_late(due: datetime | None, arrived: datetime) -> bool:
    """Whether what arrived then does not count any more."""
    return due is not None and arrived > due + GRACE


def end_of(due: datetime | None, moment: datetime) -> datetime:
    """When an attempt that is handed in at `moment` ended: a result is as of the end of its time, whoever closes it."""
    return min(moment, due) if due else moment
