"""Reading one's own notices; nobody reads another's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.notices.models import Notice

SHOWN = 50

unseen = (
    select(func.count(Notice.id))
    .where(Notice.person_id == Person.id, Notice.seen_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
)
"""How many wait for `Person`."""


def list_notices(actor: Actor) -> Sequence[Notice]:
    """Unseen first, then newest first."""
    wanted = select(Notice).where(Notice.person_id == actor.id)
    return session().scalars(wanted.order_by(Notice.seen_at.is_not(None), Notice.id.desc()).limit(SHOWN)).all()


def get_notice(actor: Actor, notice_id: int) -> Notice:
    found = session().scalars(select(Notice).filter_by(id=notice_id, person_id=actor.id)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such notice of yours."))
    return found
