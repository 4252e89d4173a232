"""What a hand-over may say, the ways it can go, and how long somebody waits. Every list stands here once.

Reasons follow stepped care: a mentor hands over where distress lasts over two weeks or gets worse, a PWP where four
meetings brought nothing or more is needed; a person may always ask for it. A human decides; danger is no reason here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.words import N_

PWP, PROFESSIONAL, CENTRE = "pwp", "professional", "community-centre"
KINDS = {PWP: N_("PWP practitioner"), PROFESSIONAL: N_("Licensed professional"), CENTRE: N_("Community centre")}
STEP_OF = {PWP: 2, PROFESSIONAL: 3}
"""The step of a case that a receiver opens; at a centre it stays what it was."""

REASONS = {
    "lasting": N_("Distress that has gone on for more than two weeks"),
    "worse": N_("It gets worse, not better"),
    "no-change": N_("Four meetings or more, and no change"),
    "more-needed": N_("Needs more than this step can give"),
    "asked": N_("The person asks for it"),
    "company": N_("Looks for company, activity or a place to belong"),
    "staying-well": N_("Better now, and wants to stay so"),
    "cannot-go-on": N_("I cannot go on accompanying them"),
}
SOON, ROUTINE = "soon", "routine"
URGENCIES = {ROUTINE: N_("In the usual time"), SOON: N_("Soon: waiting would make it worse")}
SPOKEN, WRITTEN = "spoken", "written"
CONSENT_HOW = {SPOKEN: N_("They said so"), WRITTEN: N_("They signed a form of my framework")}
PERSON, GUARDIAN = "person", "guardian"
CONSENT_BY = {PERSON: N_("The person"), GUARDIAN: N_("The person, and a parent or guardian")}

OFFERED, ACCEPTED, DECLINED, WITHDRAWN, BEGUN, CLOSED = STATES = (
    "offered",
    "accepted",
    "declined",
    "withdrawn",
    "begun",
    "closed",
)
LIVE = (OFFERED, ACCEPTED, BEGUN)

DECLINES = {
    "full": N_("No room at present"),
    "not-fitting": N_("Somebody else would fit better"),
    "language": N_("Not in this language"),
    "too-far": N_("Too far away"),
    "away": N_("Away for some time"),
    "more-needed": N_("Needs more than this step can give"),
    "other": N_("For another reason"),
}
NEVER_BEGUN = {
    "did-not-come": N_("Did not come to the first meeting"),
    "not-reached": N_("Could not be reached"),
    "cannot-after-all": N_("Cannot take them after all"),
}
ENDED = {
    "ended": N_("The accompaniment ended as agreed"),
    "stopped": N_("They stopped coming"),
    "passed-on": N_("Somebody else has taken over"),
}
TAKEN_BACK, NO_CONSENT = "taken-back", "no-consent"
WITHDRAWALS = {
    NO_CONSENT: N_("The person has changed their mind"),
    TAKEN_BACK: N_("It is not needed any more, or went another way"),
}
OUTCOMES = {**NEVER_BEGUN, **ENDED, **WITHDRAWALS}
NEXT = {ACCEPTED: (BEGUN, *NEVER_BEGUN), BEGUN: tuple(ENDED)}
"""What can be told of a hand-over in each state: its first meeting, or how it ended."""

LONGEST_SUMMARY, LONGEST_NOTE = 500, 200
SUMMARY_KEPT = timedelta(days=90)
"""A declined summary stays so long for whoever wrote it, to be offered to somebody else."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long until somebody is told that nothing happened."""

    soon: timedelta = timedelta(days=3)
    routine: timedelta = timedelta(days=7)
    first_meeting: timedelta = timedelta(days=14)

    def due(self, state: str, urgency: str, at: datetime) -> datetime | None:
        """By when what follows on `state`, reached `at`, is expected; None where nothing is waited for."""
        if state == OFFERED:
            return at + (self.soon if urgency == SOON else self.routine)
        return at + self.first_meeting if state == ACCEPTED else None


def is_late(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at <= at


def is_readable(state: str) -> bool:
    """Whether a receiver still reads whom it is about: as long as they may act on it."""
    return state in LIVE


def withdrawals(state: str) -> tuple[str, ...]:
    """Once somebody has begun there, only the person's own change of mind ends it from here."""
    if state in (OFFERED, ACCEPTED):
        return tuple(WITHDRAWALS)
    return (NO_CONSENT,) if state == BEGUN else ()


def is_day(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last
