"""A copy of one's data: asked for, made by a job, sealed with one's own key, fetched once, gone after some days."""

from __future__ import annotations

import base64
from collections.abc import Callable

from sqlalchemy import select, update

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.keys import key_of
from app.accounts.service import recipient
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session, write_transaction
from app.core.encryption import KeyRing, seal, unseal
from app.core.errors import Conflict, Gone
from app.core.words import N_
from app.jobs import letters
from app.jobs.models import Payload
from app.jobs.service import enqueue
from app.privacy.models import DataExport
from app.privacy.rules import EXPORT_KEPT

MAKE = "privacy.copy"
Draw = Callable[[int, str], bytes]


def ask(actor: Actor, language: str) -> DataExport:
    """Raises Conflict while one is being made or lies ready."""
    if find_open(actor.id):
        raise Conflict(N_("A copy is being made or lies ready."))
    made = DataExport(person_id=actor.id, language=language, asked_at=now())
    session().add(made)
    session().flush()
    enqueue(MAKE, {"copy": made.id})
    audit.record(actor.id, "privacy.ask-copy", f"person:{actor.id}", detail=f"copy {made.id}")
    return made


def make(payload: Payload, ring: KeyRing, draw: Draw) -> None:
    """The job; done twice, it makes one copy. `draw` makes the file of a person in a language."""
    found = session().get(DataExport, int(payload["copy"]), populate_existing=True)
    if found is None or found.ready_at is not None:
        return
    number, person_id = found.id, found.person_id
    file = base64.b64encode(draw(person_id, found.language)).decode()
    sealed = seal(key_of(ring, person_id), file, _where(number))
    moment = now()
    with write_transaction() as db:
        db.execute(
            update(DataExport)
            .where(DataExport.id == number, DataExport.ready_at.is_(None))
            .values(content=sealed, ready_at=moment, expires_at=moment + EXPORT_KEPT)
        )
        person = accounts.get_person(person_id)
        letters.post("copy-ready", recipient(person), link="/privacy/mine", days=EXPORT_KEPT.days)


def fetch(actor: Actor, ring: KeyRing) -> bytes:
    """The file, once. Raises Gone if there is none, or another window has it."""
    found = find_open(actor.id)
    content = found.content if found else None
    if found is None or content is None:
        raise Gone(N_("There is no copy to fetch. Ask for a new one."))
    taken = update(DataExport).where(DataExport.id == found.id, DataExport.fetched_at.is_(None))
    taken = taken.values(fetched_at=now(), content=None)
    if session().execute(taken.returning(DataExport.id)).first() is None:
        raise Gone(N_("There is no copy to fetch. Ask for a new one."))
    audit.record(actor.id, "privacy.fetch-copy", f"person:{actor.id}", detail=f"copy {found.id}")
    return base64.b64decode(unseal(key_of(ring, actor.id), content, _where(found.id)))


def find_open(person_id: int) -> DataExport | None:
    """The one that is being made or lies ready."""
    wanted = select(DataExport).where(DataExport.person_id == person_id, DataExport.fetched_at.is_(None))
    found = session().scalars(wanted.order_by(DataExport.id.desc()).limit(1)).first()
    return None if found is None or (found.expires_at and found.expires_at < now()) else found


def _where(number: int) -> str:
    return f"data-export:{number}"
