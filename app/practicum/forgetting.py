"""Entries of somebody who is erased: what nobody signed is withdrawn and loses its text, what was signed stays."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import session
from app.enrolment.models import Enrolment
from app.practicum import crediting, queries, rows
from app.practicum.models import APPROVED, SUBMITTED, WITHDRAWN, PracticumEntry


def forget(person_id: int) -> None:
    """In the transaction of the erasure; asked again, it changes nothing."""
    wanted = (
        select(PracticumEntry)
        .join(Enrolment, Enrolment.id == PracticumEntry.enrolment_id)
        .where(Enrolment.person_id == person_id, PracticumEntry.status != APPROVED)
    )
    for entry in session().scalars(wanted.order_by(PracticumEntry.id)).all():
        if entry.status == SUBMITTED:
            crediting.drop(entry)
        if entry.status != WITHDRAWN or entry.learning:
            rows.keep(entry, queries.list_codes(entry.id), status=WITHDRAWN, learning="")
