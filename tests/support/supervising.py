"""Sessions of supervision, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import text

from app.accounts.actor import Actor, Grant
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.supervision import deciding, queries, service, signing
from app.supervision.arranging import Draft
from app.supervision.models import SupervisionMember, SupervisionSession
from app.supervision.rules import Decision
from tests.support.house import House
from tests.support.practice import Practice, yesterday


def meeting(day: date | None = None, hour: int = 18, minutes: int = 60, **more: object) -> Draft:
    """Case management with one person, yesterday at six, that nothing speaks against."""
    values = {
        "kind": "case-management",
        "setting": "individual",
        "day": day or yesterday(),
        "starts": time(hour),
        "ends": time(hour + minutes // 60, minutes % 60),
        "mode": "video",
        "language": "en",
    }
    return Draft(**(values | more))  # type: ignore[arg-type]


def group(day: date | None = None, hour: int = 18, **more: object) -> Draft:
    return meeting(day, hour, 90, kind="group", setting="group", **more)


def supervisor_of(practice: Practice) -> Actor:
    return Actor(practice.supervising.id, practice.supervising.name, "en", (Grant("supervisor", "institution", 1),))


def beside(practice: Practice) -> Practice:
    """Somebody else with the same supervisor."""
    other = Practice(practice.house, practice.cohort_id)
    with other.inside():
        session().execute(
            text("UPDATE placement_supervisor SET supervisor_id = :to WHERE placement_id = :of"),
            {"to": practice.supervisor_id, "of": other.placement_id},
        )
    other.supervisor_id, other.supervising = practice.supervisor_id, practice.supervising
    return other


def plan(
    practice: Practice, draft: Draft | None = None, *, by: Actor | None = None, with_: Sequence[Practice] = ()
) -> int:
    """By the learner themselves, unless somebody else is named."""
    ids = tuple(one.enrolment_id for one in (practice, *with_))
    wanted = draft or meeting()
    values = {name: getattr(wanted, name) for name in Draft.__slots__} | {"enrolment_ids": ids}
    with practice.inside():
        return service.plan(by or practice.actor, Draft(**values)).id


def get(actor: Actor, supervision_id: int) -> SupervisionSession:
    return queries.get_session(actor, supervision_id)


def sign(practice: Practice, supervision_id: int) -> None:
    with practice.inside():
        found = get(practice.actor, supervision_id)
        signing.sign(practice.actor, found, found.version)


def countersign(practice: Practice, supervision_id: int) -> int:
    actor = supervisor_of(practice)
    with practice.inside():
        found = get(actor, supervision_id)
        return signing.countersign(actor, found, found.version)


def decide(
    practice: Practice,
    supervision_id: int,
    case_id: int | None,
    decision: str = "go-on",
    *,
    by: Actor | None = None,
    seen: int = 0,
    **more: object,
) -> int:
    actor = by or practice.actor
    with practice.inside():
        wanted = Decision(decision=decision, **more)  # type: ignore[arg-type]
        found = get(actor, supervision_id)
        return deciding.decide(actor, found, practice.enrolment_id, case_id, wanted, seen).id


def supervise(house: House, enrolment_id: int, case_id: int, mark: str) -> tuple[int, int]:
    """A session that its learner has signed, with a decision that is to be done; for the world of pages."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        draft = meeting(note=f"{mark} note", enrolment_ids=(enrolment_id,))
        found = service.plan(actor, draft)
        wanted = Decision(decision="change-plan", note=f"{mark} decided", who="learner", due_on=today())
        item = deciding.decide(actor, found, enrolment_id, case_id, wanted, 0)
        signing.sign(actor, found, found.version)
        return found.id, item.id


def in_a_group(house: House, enrolment_id: int, other_id: int, supervisor_id: int) -> None:
    """A session of two with this supervisor: a row for policies, not for proofs."""
    with house.app.app_context(), write_transaction():
        at = now()
        found = SupervisionSession(
            supervisor_id=supervisor_id,
            institution_id=session().get_one(Enrolment, enrolment_id).cohort.institution_id,
            kind="group",
            setting="group",
            starts_at=at,
            ends_at=at,
            zone="UTC",
            day=at.date(),
            minutes=0,
            mode="video",
            language="en",
            note="",
            state="planned",
            created_at=at,
            updated_at=at,
        )
        found.members = [SupervisionMember(enrolment_id=one) for one in sorted({enrolment_id, other_id})]
        session().add(found)
