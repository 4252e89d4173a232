"""Reading sessions, what was decided in them, and what is still to be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.core.db import hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.practicum import queries as practicum
from app.practicum.models import APPROVED, RETURNED, SUBMITTED, PracticumCase, PracticumEntry
from app.supervision import policy
from app.supervision.models import (
    CANCELLED,
    HELD,
    PLANNED,
    SIGNED,
    SupervisionAsk,
    SupervisionItem,
    SupervisionMember,
    SupervisionSession,
)

NO_SESSION = N_("There is no such supervision session of yours.")
NO_CASE = N_("There is no such case of yours.")
NO_ITEM = N_("There is nothing like this to be done.")
SHOWN = 20


def get_session(actor: Actor, supervision_id: int) -> SupervisionSession:
    """Raises NotFound."""
    found = session().scalars(_whole().where(SupervisionSession.id == supervision_id)).first()
    if found is None or not policy.may_see_session(actor, found):
        raise NotFound(NO_SESSION)
    return found


def hold_members(enrolment_ids: Collection[int], supervisor_id: int) -> None:
    """Whoever arranges or signs waits for the others; rows are always taken in this order."""
    for one in sorted(enrolment_ids):
        practicum.lock_enrolment(one)
    practicum.lock_supervisor(supervisor_id)


def hold_session(found: SupervisionSession) -> None:
    hold(select(SupervisionSession.id).where(SupervisionSession.id == found.id).with_for_update())


def list_items(supervision_id: int, enrolment_ids: Collection[int]) -> Sequence[SupervisionItem]:
    wanted = (
        select(SupervisionItem)
        .where(SupervisionItem.session_id == supervision_id, SupervisionItem.enrolment_id.in_(enrolment_ids))
        .options(joinedload(SupervisionItem.case))
        .order_by(SupervisionItem.id)
    )
    return session().scalars(wanted).all()


def find_item(supervision_id: int, enrolment_id: int, case_id: int | None) -> SupervisionItem | None:
    wanted = select(SupervisionItem).filter_by(session_id=supervision_id, enrolment_id=enrolment_id, case_id=case_id)
    return session().scalars(wanted).first()


def find_member(entry_id: int) -> SupervisionMember | None:
    """The part of a session that an entry came from."""
    return session().scalars(select(SupervisionMember).where(SupervisionMember.entry_id == entry_id)).first()


def list_of_entries(entry_ids: Collection[int]) -> Sequence[SupervisionMember]:
    """The parts of sessions that these entries came from."""
    wanted = select(SupervisionMember).where(SupervisionMember.entry_id.in_(entry_ids))
    return session().scalars(wanted).all()


def list_items_of(supervision_ids: Collection[int]) -> Sequence[SupervisionItem]:
    wanted = select(SupervisionItem).where(SupervisionItem.session_id.in_(supervision_ids))
    return session().scalars(wanted.options(joinedload(SupervisionItem.case)).order_by(SupervisionItem.id)).all()


def get_item(actor: Actor, item_id: int) -> SupervisionItem:
    """Something to be done, of a session that the actor may see; a learner's own. Raises NotFound."""
    found = session().get(SupervisionItem, item_id)
    if found is None or not policy.may_see_session(actor, found.session):
        raise NotFound(NO_ITEM)
    own = policy.find_own(actor, found.session)
    if own is not None and own.enrolment_id != found.enrolment_id:
        raise NotFound(NO_ITEM)
    return found


def get_file(actor: Actor, case_id: int) -> PracticeCase:
    """A case whose file the actor may read. Raises NotFound."""
    wanted = select(PracticeCase).join(PracticeCase.enrolment).options(contains_eager(PracticeCase.enrolment))
    found = session().scalars(wanted.where(PracticeCase.id == case_id)).first()
    if found is None or not policy.may_see_file(actor, found):
        raise NotFound(NO_CASE)
    return found


def list_history(case_id: int) -> Sequence[SupervisionItem]:
    """What was decided about a case, the newest first."""
    wanted = (
        select(SupervisionItem)
        .join(SupervisionItem.session)
        .where(SupervisionItem.case_id == case_id, SupervisionSession.state != CANCELLED)
        .options(contains_eager(SupervisionItem.session).joinedload(SupervisionSession.supervisor))
        .order_by(SupervisionSession.starts_at.desc(), SupervisionItem.id.desc())
    )
    return session().scalars(wanted).all()


def find_ask(case_id: int) -> SupervisionAsk | None:
    wanted = select(SupervisionAsk).filter_by(case_id=case_id, settled_session_id=None)
    return session().scalars(wanted.order_by(SupervisionAsk.id.desc()).limit(1)).first()


@dataclass(frozen=True, slots=True)
class Own:
    """Sessions of a learner: to come, to be signed by them, and the latest others."""

    coming: Sequence[SupervisionSession]
    to_sign: Sequence[SupervisionSession]
    past: Sequence[SupervisionSession]


def list_own(enrolment_id: int, now: datetime) -> Own:
    found = (
        session()
        .scalars(
            _whole()
            .where(
                SupervisionSession.id.in_(
                    select(SupervisionMember.session_id).where(SupervisionMember.enrolment_id == enrolment_id)
                ),
                SupervisionSession.state != CANCELLED,
            )
            .order_by(SupervisionSession.starts_at.desc(), SupervisionSession.id.desc())
            .limit(3 * SHOWN)
        )
        .all()
    )
    mine = {one.id: next(m for m in one.members if m.enrolment_id == enrolment_id) for one in found}
    coming = [one for one in reversed(found) if one.ends_at > now]
    to_sign = [one for one in found if one.ends_at <= now and needs_signature(mine[one.id])]
    known = {one.id for one in (*coming, *to_sign)}
    return Own(coming, to_sign, [one for one in found if one.id not in known][:SHOWN])


def needs_signature(member: SupervisionMember) -> bool:
    """Whether its learner has still to sign this part, or to sign it again."""
    return not member.is_absent and (member.entry is None or member.entry.status not in (SUBMITTED, APPROVED))


def is_unsigned() -> ColumnElement[bool]:
    """The same as a condition on `SupervisionMember` outer-joined to its entry."""
    is_alive = PracticumEntry.status.in_((SUBMITTED, APPROVED))
    return and_(~SupervisionMember.is_absent, or_(PracticumEntry.id.is_(None), ~is_alive))


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions of a supervisor: to come, over and not signed by everybody, and the latest others."""

    coming: Sequence[SupervisionSession]
    open: Sequence[SupervisionSession]
    past: Sequence[SupervisionSession]


def list_held(supervisor_ids: Collection[int], now: datetime) -> Held:
    mine = and_(SupervisionSession.supervisor_id.in_(sorted(supervisor_ids)), SupervisionSession.state != CANCELLED)
    is_open = SupervisionSession.state != SIGNED
    newest = (SupervisionSession.starts_at.desc(), SupervisionSession.id.desc())
    coming = _whole().where(mine, SupervisionSession.state == PLANNED, SupervisionSession.ends_at > now)
    waiting = _whole().where(mine, is_open, SupervisionSession.ends_at <= now)
    over = _whole().where(mine, ~is_open)
    return Held(
        session().scalars(coming.order_by(SupervisionSession.starts_at).limit(SHOWN)).all(),
        session().scalars(waiting.order_by(*newest).limit(SHOWN)).all(),
        session().scalars(over.order_by(*newest).limit(SHOWN)).all(),
    )


def list_to_do(
    *, enrolment_ids: Collection[int] = (), supervisor_ids: Collection[int] = ()
) -> Sequence[SupervisionItem]:
    """What is to be done of what was decided about these learners, or by these supervisors, the earliest due first."""
    mine = or_(
        SupervisionItem.enrolment_id.in_(sorted(enrolment_ids)),
        SupervisionSession.supervisor_id.in_(sorted(supervisor_ids)),
    )
    wanted = (
        select(SupervisionItem)
        .join(SupervisionItem.session)
        .where(
            mine,
            SupervisionItem.due_on.is_not(None),
            SupervisionItem.done_on.is_(None),
            SupervisionSession.state != CANCELLED,
        )
        .options(
            contains_eager(SupervisionItem.session)
            .selectinload(SupervisionSession.members)
            .joinedload(SupervisionMember.enrolment)
            .joinedload(Enrolment.person),
            joinedload(SupervisionItem.case),
        )
        .order_by(SupervisionItem.due_on, SupervisionItem.id)
    )
    return session().scalars(wanted.limit(5 * SHOWN)).all()


def list_clashing(
    starts_at: datetime, ends_at: datetime, supervisor_id: int, enrolment_ids: Collection[int], own_id: int
) -> Sequence[SupervisionSession]:
    """Other sessions in this time of the same supervisor, or of one of these learners."""
    theirs = select(SupervisionMember.session_id).where(
        SupervisionMember.enrolment_id.in_(sorted(enrolment_ids)), ~SupervisionMember.is_absent
    )
    wanted = _whole().where(
        SupervisionSession.state != CANCELLED,
        SupervisionSession.id != own_id,
        SupervisionSession.starts_at < ends_at,
        SupervisionSession.ends_at > starts_at,
        or_(SupervisionSession.supervisor_id == supervisor_id, SupervisionSession.id.in_(theirs)),
    )
    return session().scalars(wanted.order_by(SupervisionSession.id)).all()


def list_entries(case_id: int, limit: int) -> Sequence[PracticumEntry]:
    """Entries that name a case and were sent in, the newest first; without what was learned."""
    wanted = (
        select(PracticumEntry)
        .join(PracticumCase, PracticumCase.entry_id == PracticumEntry.id)
        .where(
            PracticumCase.case_id == case_id,
            PracticumEntry.status.in_((SUBMITTED, RETURNED, APPROVED)),
            ~practicum.is_replaced(),
        )
        .order_by(PracticumEntry.day.desc(), PracticumEntry.id.desc())
    )
    return session().scalars(wanted.limit(limit)).all()


def sum_held(supervisor_ids: Collection[int], since: date) -> tuple[int, int]:
    """How many sessions somebody held, and for how long: each once, however many took part."""
    wanted = select(SupervisionSession.minutes).where(
        SupervisionSession.supervisor_id.in_(sorted(supervisor_ids)),
        SupervisionSession.state.in_((HELD, SIGNED)),
        SupervisionSession.day >= since,
    )
    found = session().scalars(wanted).all()
    return len(found), sum(found)


def _whole() -> Select[SupervisionSession]:
    members = selectinload(SupervisionSession.members)
    learner = members.joinedload(SupervisionMember.enrolment)
    return select(SupervisionSession).options(
        joinedload(SupervisionSession.supervisor),
        learner.joinedload(Enrolment.person),
        learner.joinedload(Enrolment.cohort).joinedload(Cohort.institution),
        members.joinedload(SupervisionMember.entry),
    )
