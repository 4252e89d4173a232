"""What becomes late by itself: telling of it, and forgetting what nobody needs any more."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core.clock import now
from app.core.db import hold, session, write_transaction
from app.enrolment import queries as enrolment
from app.handovers import queries, rules
from app.handovers.models import Handover
from app.notices import service as notices
from app.notices.kinds import HANDOVER_LATE


def tell_late() -> int:
    """Once for each state: the sender, the coordinators and, once they accepted, the receiver. Returns how many."""
    at = now()
    if not queries.list_untold(at):
        return 0
    with write_transaction():
        found = queries.list_untold(at)
        return sum(_tell(one) for one in found)


def _tell(handover: Handover) -> bool:
    hold(select(Handover.id).where(Handover.id == handover.id).with_for_update())
    session().refresh(handover)
    if handover.late_told_at is not None or not rules.is_late(handover.due_at, now()):
        return False
    handover.late_told_at = now()
    told = {handover.enrolment.person_id, *enrolment.list_coordinator_ids(handover.enrolment.cohort_id)}
    if handover.to_person_id is not None:
        told.add(handover.to_person_id)
    for person_id in sorted(told):
        notices.tell_once(person_id, HANDOVER_LATE, f"/handovers/{handover.id}")
    return True


def forget_old() -> int:
    """Deletes what was written of a person in hand-overs that were declined long ago; returns of how many."""
    gone = session().execute(
        update(Handover)
        .where(Handover.state == rules.DECLINED, Handover.summary != "", Handover.ended_at < now() - rules.SUMMARY_KEPT)
        .values(summary="", version=Handover.version + 1)
    )
    return int(getattr(gone, "rowcount", 0))
