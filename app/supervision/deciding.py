"""What is decided about cases, what is ticked off, what learners ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.cases.models import PracticeCase
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.supervision import agenda, policy, queries, reach, rules, service
from app.supervision.agenda import Line
from app.supervision.models import SupervisionAsk, SupervisionItem, SupervisionMember, SupervisionSession
from app.supervision.rules import ADDED, GO_ON, REVIEW_AGAIN, URGENT, Decision

CHANGED = N_("Somebody decided about this case meanwhile. Look at it as it stands now.")
CLOSED = N_("This part of the session is signed by both, or does not take place. It stays as it is.")
NOT_ASKED = N_("Choose whether you want to talk about it, or to end.")


def get_line(actor: Actor, found: SupervisionSession, enrolment_id: int, case_id: int | None) -> Line:
    """A line of somebody's part that the actor may decide about. Raises NotFound."""
    member = _member(actor, found, enrolment_id)
    part = reach.of_session(actor, found, [member])[0]
    line = next((one for one in part.lines if (one.case.id if one.case else None) == case_id), None)
    if line is not None:
        return line
    if case_id is None:
        return Line(enrolment_id, None, (), found.day)
    raise NotFound(queries.NO_CASE)


def decide(
    actor: Actor, found: SupervisionSession, enrolment_id: int, case_id: int | None, wanted: Decision, seen: int
) -> SupervisionItem:
    """Writes a decision, or another in its place; `seen` is the item's version, 0 for none.

    Raises Invalid, Conflict, NotFound.
    """
    service.take(found, None)
    if agenda.is_closed(found, _member(actor, found, enrolment_id)):
        raise Conflict(CLOSED)
    line = get_line(actor, found, enrolment_id, case_id)
    wanted = _tidy(wanted, found)
    if (fault := rules.fault(wanted, found.day)) is not None:
        raise Invalid(fault[1], field=fault[0])
    item = queries.find_item(found.id, enrolment_id, case_id)
    if (item.version if item else 0) != seen:
        raise Conflict(CHANGED)
    if item is None:
        item = SupervisionItem(
            session_id=found.id,
            enrolment_id=enrolment_id,
            case_id=case_id,
            reasons=list(line.reasons) or [ADDED],
            version=0,
        )
        session().add(item)
    item.decision, item.note, item.who, item.due_on = wanted.decision, wanted.note, wanted.who, wanted.due_on
    item.by_id, item.at, item.version = person_id(actor), now(), item.version + 1
    session().flush()
    if rules.is_decided(item.decision):
        _settle(actor, found, line)
    service.keep(actor, found, "supervision.decide")
    return item


def go_on(actor: Actor, found: SupervisionSession, case_ids: Collection[int]) -> int:
    """Several cases at once go on as planned; those with a risk are looked at one by one. Returns how many."""
    done = 0
    members = [one for one in found.members if may_decide(actor, found, one) and not agenda.is_closed(found, one)]
    for part in reach.of_session(actor, found, members):
        for line in part.lines:
            if line.case is not None and line.case.id in case_ids and line.item is None and not line.is_risk:
                decide(actor, found, line.enrolment_id, line.case.id, Decision(decision=GO_ON), 0)
                done += 1
    return done


def tick(actor: Actor, item: SupervisionItem, *, is_done: bool) -> None:
    """Done, or not after all. It is no part of what was signed."""
    if item.due_on is None:
        raise NotFound(queries.NO_ITEM)
    if (item.done_on is not None) == is_done:
        return
    item.done_on = today(item.session.zone) if is_done else None
    item.done_by_id = person_id(actor) if is_done else None
    session().flush()
    action = "supervision.done" if is_done else "supervision.undone"
    audit.record(person_id(actor), action, f"supervision_item:{item.id}", place=service.subject(item.session))


def ask(actor: Actor, case: PracticeCase, wish: str) -> None:
    """The learner wants their case on the next agenda; the same again changes nothing. Raises Invalid, NotFound."""
    if case.enrolment.person_id != actor.id:
        raise NotFound(queries.NO_CASE)
    if wish not in ("", *rules.WISHES):
        raise Invalid(NOT_ASKED, field="wish")
    standing = queries.find_ask(case.id)
    if standing is not None and standing.wish == wish:
        return
    if standing is not None:
        session().delete(standing)
    if wish:
        session().add(SupervisionAsk(case_id=case.id, enrolment_id=case.enrolment_id, wish=wish, at=now()))
    session().flush()
    audit.record(person_id(actor), "supervision.ask", f"case:{case.id}", place=f"enrolment:{case.enrolment_id}")


def may_decide(actor: Actor, found: SupervisionSession, member: SupervisionMember) -> bool:
    return member.enrolment.person_id == actor.id or policy.is_supervisor(actor, found)


def _member(actor: Actor, found: SupervisionSession, enrolment_id: int) -> SupervisionMember:
    members: Iterable[SupervisionMember] = (one for one in found.members if one.enrolment_id == enrolment_id)
    member = next((one for one in members if may_decide(actor, found, one)), None)
    if member is None:
        raise NotFound(queries.NO_CASE)
    return member


def _tidy(wanted: Decision, found: SupervisionSession) -> Decision:
    due_on = found.day if wanted.decision == URGENT and wanted.due_on is None else wanted.due_on
    note = " ".join(wanted.note.split())[: rules.MOST_ITEM_NOTE]
    return Decision(decision=wanted.decision, note=note, who=wanted.who, due_on=due_on)


def _settle(actor: Actor, found: SupervisionSession, line: Line) -> None:
    """What was asked for is answered, and a review that was set for a day has taken place."""
    if line.case is None:
        return
    if (asked := queries.find_ask(line.case.id)) is not None:
        asked.settled_session_id = found.id
    last = line.known.last if line.known else None
    if last is not None and last.is_open and last.decision == REVIEW_AGAIN:
        tick(actor, session().get_one(SupervisionItem, last.item_id), is_done=True)
