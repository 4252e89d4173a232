"""Who sees a session and a case's file: learners their own, and whoever supervises them. Coordinators see neither."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from app.accounts.actor import Actor
from app.breakglass import policy as breakglass
from app.cases.models import PracticeCase
from app.enrolment.models import Enrolment
from app.placements import policy as placing
from app.placements import queries as placements
from app.placements.models import Placement
from app.practicum.policy import signs_for
from app.supervision.models import SupervisionMember, SupervisionSession


def is_supervisor(actor: Actor, found: SupervisionSession) -> bool:
    """Whether the actor is who holds it, or stands in for them today."""
    return found.supervisor_id in signs_for(actor)


def find_own(actor: Actor, found: SupervisionSession) -> SupervisionMember | None:
    """The actor as a member."""
    return next((one for one in found.members if one.enrolment.person_id == actor.id), None)


def may_see_session(actor: Actor, found: SupervisionSession) -> bool:
    return find_own(actor, found) is not None or is_supervisor(actor, found)


def visible_sessions(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `SupervisionSession`."""
    member = select(SupervisionMember.session_id).join(SupervisionMember.enrolment)
    return or_(
        SupervisionSession.id.in_(member.where(Enrolment.person_id == actor.id)),
        SupervisionSession.supervisor_id.in_(sorted(signs_for(actor))),
    )


def may_arrange(actor: Actor, found: SupervisionSession) -> bool:
    """Change the meeting itself: whoever holds it, and whoever wrote it down for themselves alone."""
    if is_supervisor(actor, found):
        return True
    return found.by_id == actor.id and len(found.members) == 1 and find_own(actor, found) is not None


def may_see_file(actor: Actor, case: PracticeCase) -> bool:
    """The learner, whoever signs for them, and a coordinator who has opened what the learner wrote."""
    if case.enrolment.person_id == actor.id:
        return True
    return placements.is_signer_of(actor, case.enrolment_id) or breakglass.is_open(actor, case.enrolment_id)


def visible_files(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `PracticeCase` joined to `Enrolment`."""
    signed = select(Placement.enrolment_id).where(placing.signed_placements(actor))
    return or_(
        Enrolment.person_id == actor.id,
        PracticeCase.enrolment_id.in_(signed),
        PracticeCase.enrolment_id.in_(breakglass.opened_by(actor)),
    )
