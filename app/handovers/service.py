"""Offering a case to a receiver, answering, saying how it went on, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.cases import policy as case_policy
from app.cases import rules as case_rules
from app.cases.models import PracticeCase
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import N_
from app.handovers import policy, rules, taking
from app.handovers.checking import Offer, check, require_offerable
from app.handovers.models import Handover, HandoverEvent
from app.handovers.queries import NO_HANDOVER
from app.handovers.rules import ACCEPTED, BEGUN, CLOSED, DECLINED, OFFERED, WITHDRAWN, Waits
from app.notices import service as notices
from app.notices.kinds import (
    HANDOVER_ACCEPTED,
    HANDOVER_BEGUN,
    HANDOVER_CLOSED,
    HANDOVER_DECLINED,
    HANDOVER_OFFERED,
    HANDOVER_WITHDRAWN,
)

CHANGED = N_("This hand-over has moved on meanwhile. Look at it as it stands now.")
NOT_YOURS = N_("Whoever it was offered to answers with their own account.")
NO_CASE = N_("There is no such case of yours.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line for the other side; of an answer by phone, who told it on which day."""

    note: str = ""
    by: str = ""
    on: date | None = None


def offer(actor: Actor, case: PracticeCase, draft: Offer, waits: Waits) -> Handover:
    """Raises NotFound for somebody else's case, Conflict for a closed one, Invalid."""
    if not case_policy.may_see_case(actor, case):
        raise NotFound(NO_CASE)
    hold(select(PracticeCase.id).where(PracticeCase.id == case.id).with_for_update())
    session().refresh(case)
    require_offerable(case)
    receiver = check(case, draft)
    at = now()
    handover = Handover(
        case_id=case.id,
        from_enrolment_id=case.enrolment_id,
        receiver_id=receiver.id,
        to_person_id=receiver.person_id,
        state=OFFERED,
        offered_at=at,
        due_at=waits.due(OFFERED, draft.urgency, at),
        **draft.columns(case_rules.needs_guardian(case.age_band)),
    )
    session().add(handover)
    session().flush()
    _note(actor, handover, "offer", Told())
    if receiver.person_id is not None:
        notices.tell(receiver.person_id, HANDOVER_OFFERED, _path(handover))
    return handover


def accept(
    actor: Actor, handover: Handover, seen: int, waits: Waits, told: Told = Told(), *, guardian_confirmed: bool = False
) -> None:
    """Opens a case of the receiver's own where they have an account and practise here. Raises Conflict, Invalid."""
    _take(actor, handover, seen, OFFERED)
    _check_told(handover, told)
    if handover.to_person_id is not None:
        handover.to_case_id = taking.open_case(actor, handover, guardian_confirmed=guardian_confirmed)
    handover.answered_at = now()
    _move(actor, handover, ACCEPTED, "accept", told)
    handover.due_at = waits.due(ACCEPTED, handover.urgency, handover.answered_at)
    _tell_sender(actor, handover, HANDOVER_ACCEPTED)


def decline(actor: Actor, handover: Handover, seen: int, reason: str, told: Told = Told()) -> None:
    """Raises Conflict, Invalid without a reason of the list."""
    _take(actor, handover, seen, OFFERED)
    _check_told(handover, told)
    if reason not in rules.DECLINES:
        raise Invalid(N_("Choose why."), field="decline_reason")
    handover.decline_reason = reason
    handover.answered_at = handover.ended_at = now()
    _move(actor, handover, DECLINED, "decline", told)
    _tell_sender(actor, handover, HANDOVER_DECLINED)


def begin(actor: Actor, handover: Handover, seen: int, on: date | None, told: Told = Told()) -> None:
    """The first meeting took place. Raises Conflict, Invalid for a day that cannot be."""
    _take(actor, handover, seen, ACCEPTED)
    _check_told(handover, told)
    if not rules.is_day(on, handover.consent_on, _today(handover)):
        raise Invalid(N_("Choose the day of the first meeting: after the person agreed, and not to come."), field="on")
    handover.begun_on = on
    _move(actor, handover, BEGUN, "begin", told)
    _tell_sender(actor, handover, HANDOVER_BEGUN)


def close(actor: Actor, handover: Handover, seen: int, outcome: str, told: Told = Told()) -> None:
    """It ended there, or never began. Raises Conflict, Invalid."""
    _take(actor, handover, seen, ACCEPTED, BEGUN)
    _check_told(handover, told)
    if outcome not in rules.NEXT[handover.state] or outcome == BEGUN:
        raise Invalid(N_("Choose what became of it."), field="step")
    handover.outcome, handover.summary, handover.ended_at = outcome, "", now()
    _move(actor, handover, CLOSED, outcome, told)
    _tell_sender(actor, handover, HANDOVER_CLOSED)


def withdraw(actor: Actor, handover: Handover, seen: int, why: str) -> None:
    """Ends it, and deletes what was written. Raises Conflict, NotFound, Invalid."""
    _lock(handover, seen)
    if not policy.may_see_handover(actor, handover):
        raise NotFound(NO_HANDOVER)
    if handover.state not in rules.LIVE:
        raise Conflict(CHANGED)
    if why not in policy.withdrawals(actor, handover):
        raise Invalid(N_("Choose why."), field="why")
    handover.outcome, handover.summary, handover.ended_at = why, "", now()
    _move(actor, handover, WITHDRAWN, why, Told())
    _tell_sender(actor, handover, HANDOVER_WITHDRAWN)
    if handover.to_person_id not in (None, actor.id):
        notices.tell(handover.to_person_id, HANDOVER_WITHDRAWN, _path(handover))


def note_read(actor: Actor, handover: Handover) -> None:
    """Reading what somebody else hands over leaves rows in the trail; one's own does not."""
    side = policy.side_of(actor, handover)
    if side == policy.SENDER:
        return
    place = f"enrolment:{handover.from_enrolment_id}"
    audit.record(actor.id, "handover.read", f"handover:{handover.id}", place=place, detail=side)
    if side == policy.RECEIVER and rules.is_readable(handover.state):
        audit.record(actor.id, "case.read", f"case:{handover.case_id}", place=f"handover:{handover.id}")


def _take(actor: Actor, handover: Handover, seen: int, *states: str) -> None:
    """Locks the row for whoever answers. Raises Conflict if it moved on, Forbidden for whoever does not answer."""
    _lock(handover, seen)
    if not policy.may_answer(actor, handover):
        raise Forbidden(NOT_YOURS)
    if handover.state not in states:
        raise Conflict(CHANGED)


def _lock(handover: Handover, seen: int) -> None:
    hold(select(Handover.id).where(Handover.id == handover.id).with_for_update())
    session().refresh(handover)
    if handover.version != seen:
        raise Conflict(CHANGED)


def _check_told(handover: Handover, told: Told) -> None:
    if len(told.note) > rules.LONGEST_NOTE:
        raise Invalid(N_("Say it in at most 200 characters."), field="note")
    if handover.to_person_id is not None:
        return
    if not told.by.strip():
        raise Invalid(N_("Write who told you."), field="told_by")
    if not rules.is_day(told.on, handover.consent_on, _today(handover)):
        raise Invalid(N_("Choose the day on which they told you: not before the person agreed."), field="told_on")


def _move(actor: Actor, handover: Handover, state: str, action: str, told: Told) -> None:
    handover.state = state
    handover.due_at = handover.late_told_at = None
    handover.version += 1
    _note(actor, handover, action, told)


def _note(actor: Actor, handover: Handover, action: str, told: Told) -> None:
    note, by = " ".join(told.note.split()), " ".join(told.by.split())[:120]
    session().add(
        HandoverEvent(
            handover=handover, at=now(), by_id=person_id(actor), action=action, note=note, told_by=by, told_on=told.on
        )
    )
    session().flush()
    place = f"enrolment:{handover.from_enrolment_id}"
    audit.record(person_id(actor), f"handover.{action}", f"handover:{handover.id}", place=place)


def _tell_sender(actor: Actor, handover: Handover, kind: str) -> None:
    sender_id = handover.enrolment.person_id
    if sender_id != actor.id:
        notices.tell(sender_id, kind, _path(handover))


def _path(handover: Handover) -> str:
    return f"/handovers/{handover.id}"


def _today(handover: Handover) -> date:
    return today(handover.enrolment.cohort.institution.time_zone)
