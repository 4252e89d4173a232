"""Which of the entries that wait have been read by whoever signs them: the trail knows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import String, cast, select
from sqlalchemy import literal as said

from app.audit.models import AuditEvent
from app.breakglass import queries as breakglass
from app.core.db import session
from app.practicum.models import SUBMITTED, PracticumEntry
from app.practicum.signing_models import SigningLine
from app.practicum.writing import subject

READ = "practicum.read"


def list_read(entries: Iterable[PracticumEntry], learner_id: int) -> frozenset[int]:
    """Ids of submitted entries that somebody else has opened since, signed in or by a link."""
    waiting = {subject(one): one for one in entries if one.status == SUBMITTED and one.submitted_at}
    if not waiting:
        return frozenset()
    opened = select(AuditEvent.subject, AuditEvent.at, AuditEvent.actor_id).where(
        AuditEvent.action == READ,
        AuditEvent.subject.in_(waiting),
        AuditEvent.detail.notlike(f"{breakglass.MARK}%"),  # no signer's
    )
    link = said("signing_link:") + cast(SigningLine.link_id, String)
    by_link = (
        select(SigningLine.entry_id, AuditEvent.at)
        .join(AuditEvent, (AuditEvent.subject == link) & (AuditEvent.action == READ))
        .where(SigningLine.entry_id.in_([one.id for one in waiting.values()]))
    )
    readings = [(waiting[name], at) for name, at, actor_id in session().execute(opened) if actor_id != learner_id]
    by_id = {one.id: one for one in waiting.values()}
    readings += [(by_id[entry_id], at) for entry_id, at in session().execute(by_link)]
    return frozenset(one.id for one, at in readings if one.submitted_at and at >= one.submitted_at)
