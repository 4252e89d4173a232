"""Hand-overs and receivers as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.actor import Actor
from app.cases import rules as case_rules
from app.cases.models import PracticeCase
from app.catalogue.types import Words
from app.core.spoken import ENDONYMS, SPOKEN
from app.core.words import N_
from app.duty import queries as duty
from app.duty.phones import duty_phones
from app.enrolment.models import Enrolment
from app.handovers import policy, rules
from app.handovers.models import Handover, HandoverEvent, Receiver
from app.placements.models import Site
from app.practicum.content import find_held
from app.web.formats import isolated
from app.web.languages import gettext

WARM = "warm-hand-over"
"""The activity of a programme's practicum that a hand-over with the person there is."""

STATES = {
    rules.OFFERED: (N_("Waits for an answer"), "info"),
    rules.ACCEPTED: (N_("Accepted"), "success"),
    rules.DECLINED: (N_("Declined"), "warning"),
    rules.WITHDRAWN: (N_("Called off"), "quiet"),
    rules.BEGUN: (N_("Begun there"), "success"),
    rules.CLOSED: (N_("Has ended"), "quiet"),
}
ACTS = {
    "offer": N_("Offered"),
    "accept": N_("Accepted"),
    "decline": N_("Declined"),
    "begin": N_("The first meeting took place"),
    **rules.OUTCOMES,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A hand-over from one side. `code` is empty for whoever no longer reads whom it is about."""

    handover: Handover
    side: str
    code: str
    state: str
    tone: str
    outcome: str
    is_urgent: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What both sides read of a case."""

    age_band: str
    is_minor: bool
    presentation: str
    step: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is read and as it is dialled."""

    name: str
    number: str
    dial: str
    hours: Words


@dataclass(frozen=True, slots=True)
class Act:
    event: HandoverEvent
    text: str


def line(actor: Actor, handover: Handover, at: datetime) -> Line:
    side = policy.side_of(actor, handover)
    shows_code = side != policy.RECEIVER or rules.is_readable(handover.state)
    word, tone = STATES[handover.state]
    outcome = {**rules.OUTCOMES, **rules.DECLINES}.get(handover.outcome or handover.decline_reason, "")
    return Line(
        handover=handover,
        side=side,
        code=handover.case.code if shows_code else "",
        state=gettext(word),
        tone=tone,
        outcome=gettext(outcome) if outcome else "",
        is_urgent=handover.urgency == rules.SOON,
        is_late=rules.is_late(handover.due_at, at),
    )


def lines(actor: Actor, found: Iterable[Handover], at: datetime) -> list[Line]:
    return [line(actor, one, at) for one in found]


def facts(case: PracticeCase) -> Facts:
    about = case_rules.PRESENTATIONS.get(case.presentation, "")
    return Facts(
        age_band=case.age_band,
        is_minor=case_rules.needs_guardian(case.age_band),
        presentation=gettext(about) if about else case.presentation,
        step=gettext(case_rules.STEPS[case.step]),
    )


def consent(handover: Handover) -> tuple[str, str]:
    """Who agreed, and how."""
    return gettext(rules.CONSENT_BY[handover.consent_by]), gettext(rules.CONSENT_HOW[handover.consent_how])


def reason(handover: Handover) -> str:
    text = rules.REASONS.get(handover.reason, "")
    return gettext(text) if text else handover.reason


def acts(events: Iterable[HandoverEvent]) -> list[Act]:
    return [Act(one, gettext(ACTS[one.action]) if one.action in ACTS else one.action) for one in events]


def phones(actor: Actor) -> list[Phone]:
    """Whom the actor calls when it cannot wait, the back-up behind each."""
    found = duty_phones(duty.list_for(actor))
    return [Phone(one.name, one.number, one.dial, post.hours) for post in found for one in post.lines]


def words(of: Mapping[str, str]) -> dict[str, str]:
    return {code: gettext(text) for code, text in of.items()}


def states() -> dict[str, str]:
    return {state: gettext(STATES[state][0]) for state in rules.STATES}


def steps(state: str) -> list[tuple[str, str]]:
    """What can be told of a hand-over in this state."""
    said = words({rules.BEGUN: ACTS["begin"], **rules.OUTCOMES})
    return [(one, said[one]) for one in rules.NEXT.get(state, ())]


def ways(actor: Actor, handover: Handover) -> list[tuple[str, str]]:
    """Why the actor may end it."""
    return [(one, gettext(rules.WITHDRAWALS[one])) for one in policy.withdrawals(actor, handover)]


def spoken(code: str) -> str:
    return ENDONYMS.get(code) or gettext(N_("Another language"))


def languages() -> list[tuple[str, str]]:
    return [(code, spoken(code)) for code in SPOKEN]


def tongues(codes: Iterable[str]) -> str:
    return ", ".join(isolated(spoken(code)) for code in codes)


def receiver_choices(found: Sequence[Receiver]) -> dict[str, list[tuple[int, str]]]:
    """By kind, the next step's kinds first; the first choice is nobody."""
    chosen: dict[str, list[tuple[int, str]]] = {}
    for kind, word in rules.KINDS.items():
        here = [(one.id, f"{isolated(one.name)} · {tongues(one.languages)}") for one in found if one.kind == kind]
        if here:
            chosen[gettext(word)] = here
    return chosen


def site_choices(found: Iterable[Site]) -> list[tuple[int, str]]:
    return [(0, gettext(N_("None"))), *((one.id, isolated(one.name)) for one in found)]


def entry_path(learner: Enrolment, case_id: int) -> str:
    """Where a warm hand-over is written down as practice; empty where the programme knows none."""
    held = find_held(learner.cohort)
    for category in held.practicum.categories if held else ():
        if any(one.id == WARM for one in category.activities):
            return f"/practicum/entries/new?enrolment={learner.id}&what={category.id}/{WARM}&case={case_id}"
    return ""
