"""What belongs on an agenda and why, riskiest first; what may be decided. Pure: all facts are handed in.

Reasons follow case-management supervision as the design's domain facts describe it, section 1. They put a case on the
agenda and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.words import N_

ABOUT_CASES = ("case-management", "individual", "group")
"""Kinds of session that go through cases; in the others an agenda is offered and does not press."""

WORRIED, PROMPT, OVERDUE, HIGH, ASKED, NEW, NO_IMPROVEMENT, MISSED, REVIEW, READY, ADDED = REASONS = (
    "worried",
    "prompt",
    "overdue",
    "high",
    "asked",
    "new",
    "no-improvement",
    "missed",
    "review",
    "ready",
    "added",
)
"""Riskiest first; `added` is what people put there themselves."""

RISKS = frozenset({WORRIED, PROMPT})
TALK, END_WISH = WISHES = "talk", "end"

GO_ON, CHANGE_PLAN, STEP_UP, STEP_DOWN, END, REVIEW_AGAIN, URGENT, NOT_TODAY = DECISIONS = (
    "go-on",
    "change-plan",
    "step-up",
    "step-down",
    "end",
    "review-again",
    "urgent",
    "not-today",
)
WHO = ("learner", "supervisor", "coordinator", "other")
MOST_ITEM_NOTE, MOST_NOTE, MOST_MEMBERS = 300, 500, 30

NO_DECISION = N_("Choose what was decided.")
NO_REASON = N_("Say in a few words why it is not talked about today.")
NO_DAY = N_("Choose the day until which it is to be done.")
NO_ONE = N_("Say who does it.")
WRONG_DAY = N_("This day is before the session.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What was decided about a case before."""

    item_id: int
    on: date
    decision: str
    note: str
    who: str
    due_on: date | None
    done_on: date | None
    supervisor_id: int = 0  # of whose session

    @property
    def is_open(self) -> bool:
        return self.due_on is not None and self.done_on is None

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.done_on is None and self.due_on <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an open case on the day of a session.

    `reviewed_on` is when supervision named it last. `worried_on`, `missed_on`: an entry of that day says so, and
    nothing was decided since. Scores are None where none are taken: `is_high` of the latest, `is_low` of the last two.
    """

    opened_on: date
    reviewed_on: date | None = None
    worried_on: date | None = None
    missed_on: date | None = None
    has_prompt: bool = False
    is_high: bool | None = None
    is_low: bool | None = None
    is_improving: bool | None = None
    wish: str = ""
    last: Last | None = None


def reasons(known: Known, day: date, review_days: int) -> tuple[str, ...]:
    """Why a case is on the agenda of `day`, in the order of `REASONS`; empty for one that can wait."""
    last, talked_on = known.last, known.reviewed_on or known.opened_on
    holds = {
        WORRIED: known.worried_on is not None,
        PROMPT: known.has_prompt,
        OVERDUE: last is not None and last.is_overdue(day),
        HIGH: known.is_high,
        ASKED: known.wish == TALK,
        NEW: known.reviewed_on is None,
        NO_IMPROVEMENT: known.is_improving is False,
        MISSED: known.missed_on is not None,
        REVIEW: (day - talked_on).days >= review_days,
        READY: known.wish == END_WISH or known.is_low or (last is not None and last.decision == END),
    }
    return tuple(one for one in REASONS if holds.get(one))


def order(found: Iterable[str], since: date) -> tuple[list[int], date]:
    """A key to sort by: the riskiest reason first, of alike ones whoever has more of them, then the longest ago."""
    return [*sorted(REASONS.index(one) for one in found), len(REASONS)], since


def is_decided(decision: str) -> bool:
    """Whether it was talked about."""
    return decision in DECISIONS and decision != NOT_TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """As it is written down."""

    decision: str
    note: str = ""
    who: str = ""
    due_on: date | None = None


def fault(one: Decision, day: date) -> tuple[str, str] | None:
    """Field and message of what is wrong with a decision of a session on `day`."""
    if one.decision not in DECISIONS:
        return "decision", NO_DECISION
    if one.decision == NOT_TODAY and not one.note:
        return "note", NO_REASON
    if one.decision == URGENT and one.who not in WHO:
        return "who", NO_ONE
    if one.decision == REVIEW_AGAIN and one.due_on is None:
        return "due_on", NO_DAY
    if one.due_on is not None and one.due_on < day:
        return "due_on", WRONG_DAY
    if one.who and one.who not in WHO:
        return "who", NO_ONE
    return None
