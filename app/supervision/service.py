"""What is done with sessions: planned or written down, changed, joined, cancelled; who was away."""

from __future__ import annotations

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.words import N_
from app.notices import service as notices
from app.notices.kinds import SUPERVISION_CHANGED, SUPERVISION_PLANNED
from app.practicum.models import APPROVED, SUBMITTED
from app.supervision import policy, queries
from app.supervision.arranging import Arranged, Draft, Joinable, arrange
from app.supervision.models import CANCELLED, PLANNED, SupervisionAsk, SupervisionMember, SupervisionSession

__all__ = ["Draft", "Joinable", "cancel", "change", "join", "mark_absent", "plan", "subject"]

CHANGED = N_("This session was changed meanwhile. Look at it as it stands now.")
SIGNED_ALREADY = N_("A part of this session is signed by both and stays as it is. Its entry can be amended.")
SENT_ALREADY = N_("Somebody has signed already that it took place. Return their line first, and say why.")
NOT_YOURS = N_("Only whoever holds this session changes it.")


def plan(actor: Actor, draft: Draft) -> SupervisionSession:
    """A session to come, or one that is over and is written down now. Raises Invalid, NotFound, Joinable."""
    arranged = arrange(actor, draft)
    found = SupervisionSession(
        institution_id=arranged.members[0].cohort.institution_id,
        state=PLANNED,
        by_id=person_id(actor),
        created_at=now(),
        updated_at=now(),
        **_values(draft, arranged),
    )
    found.members = [SupervisionMember(enrolment_id=one.id) for one in arranged.members]
    session().add(found)
    session().flush()
    audit.record(person_id(actor), "supervision.plan", subject(found), place=f"supervisor:{found.supervisor_id}")
    _tell(actor, found, SUPERVISION_PLANNED)
    return found


def change(actor: Actor, found: SupervisionSession, draft: Draft, seen: int) -> None:
    """Another time, kind, note, or members; whoever has signed is asked again. Raises what `plan` raises, Conflict."""
    if not policy.may_arrange(actor, found):
        raise Forbidden(NOT_YOURS)
    arranged = arrange(actor, draft, found)
    take(found, seen)
    _require_open(found)
    if any(one.entry is not None and one.entry.status == APPROVED for one in found.members):
        raise Conflict(SIGNED_ALREADY)
    wanted = {one.id for one in arranged.members}
    gone = [one for one in found.members if one.enrolment_id not in wanted]
    if any(is_sent(one) or queries.list_items(found.id, [one.enrolment_id]) for one in gone):
        raise Conflict(SENT_ALREADY)
    for name, value in _values(draft, arranged).items():
        setattr(found, name, value)
    here = {one.enrolment_id for one in found.members}
    found.members = [
        *(one for one in found.members if one not in gone),
        *(SupervisionMember(enrolment_id=one) for one in sorted(wanted - here)),
    ]
    keep(actor, found, "supervision.change")
    _tell(actor, found, SUPERVISION_CHANGED)


def join(actor: Actor, found: SupervisionSession, enrolment_id: int) -> None:
    """A learner was in a group that somebody else of it has written down."""
    take(found, None)
    _require_open(found)
    if all(one.enrolment_id != enrolment_id for one in found.members):
        found.members.append(SupervisionMember(session_id=found.id, enrolment_id=enrolment_id))
        keep(actor, found, "supervision.join")


def cancel(actor: Actor, found: SupervisionSession, seen: int) -> None:
    """It does not take place; what learners asked for is asked for again. Raises Conflict once somebody has signed."""
    if not policy.may_arrange(actor, found):
        raise Forbidden(NOT_YOURS)
    take(found, seen)
    _require_open(found)
    if any(is_sent(one) for one in found.members):
        raise Conflict(SENT_ALREADY)
    found.state = CANCELLED
    for ask in session().query(SupervisionAsk).filter_by(settled_session_id=found.id):
        ask.settled_session_id = None
    keep(actor, found, "supervision.cancel")
    _tell(actor, found, SUPERVISION_CHANGED)


def mark_absent(actor: Actor, found: SupervisionSession, enrolment_id: int, *, is_absent: bool) -> None:
    """Who was away gets no minutes. Raises Conflict for whoever has signed, NotFound for nobody of the session."""
    if not policy.is_supervisor(actor, found):
        raise Forbidden(NOT_YOURS)
    take(found, None)
    _require_open(found)
    member = next((one for one in found.members if one.enrolment_id == enrolment_id), None)
    if member is None:
        raise NotFound(queries.NO_SESSION)
    if is_sent(member):
        raise Conflict(SENT_ALREADY)
    if member.is_absent != is_absent:
        member.is_absent = is_absent
        keep(actor, found, "supervision.absent" if is_absent else "supervision.present")


def take(found: SupervisionSession, seen: int | None) -> None:
    """The next change is the caller's. Raises Conflict."""
    queries.hold_members([one.enrolment_id for one in found.members], found.supervisor_id)
    queries.hold_session(found)
    session().expire_all()
    if seen is not None and found.version != seen:
        raise Conflict(CHANGED)


def keep(actor: Actor, found: SupervisionSession, action: str) -> None:
    found.version += 1
    found.updated_at = now()
    session().flush()
    audit.record(person_id(actor), action, subject(found), place=f"supervisor:{found.supervisor_id}")


def subject(found: SupervisionSession) -> str:
    """The session's name in the trail."""
    return f"supervision:{found.id}"


def _values(draft: Draft, arranged: Arranged) -> dict[str, object]:
    return {
        "supervisor_id": arranged.supervisor.id,
        "kind": draft.kind,
        "setting": draft.setting,
        "starts_at": arranged.starts_at,
        "ends_at": arranged.ends_at,
        "zone": arranged.zone,
        "day": draft.day,
        "minutes": arranged.minutes,
        "mode": draft.mode,
        "language": draft.language,
        "note": " ".join(draft.note.split()),
    }


def _require_open(found: SupervisionSession) -> None:
    if found.state == CANCELLED:
        raise Conflict(CHANGED)


def is_sent(member: SupervisionMember) -> bool:
    """Whether their entry waits or is signed."""
    return member.entry is not None and member.entry.status in (SUBMITTED, APPROVED)


def _tell(actor: Actor, found: SupervisionSession, kind: str) -> None:
    """Whoever takes part and did not do it themselves."""
    people = {one.enrolment.person_id for one in found.members} | {found.supervisor.person_id}
    for one in people - {None, actor.id}:
        if one is not None:
            notices.tell_once(one, kind, f"/supervision/{found.id}")
