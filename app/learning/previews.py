"""Looking as somebody else leaves a trace that this person can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.accounts.models import Person
from app.audit import service as audit
from app.audit.models import AuditEvent
from app.core.db import session
from app.learning.snapshot import Snapshot

ACTION = "preview"
KEPT = 100


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked, when, as of which day, at which page (home, programme:<id>, lesson:<id>)."""

    by: str | None
    at: datetime
    on: str
    page: str


def record(actor: Actor, snapshot: Snapshot, page: str) -> None:
    learner = snapshot.learner
    audit.record(
        person_id(actor),
        ACTION,
        f"person:{learner.person_id}",
        place=f"cohort:{learner.cohort_id}",
        detail=f"{snapshot.on.isoformat()} {page}",
    )


def list_looks(subject_id: int) -> list[Look]:
    """The last hundred at one person, newest first."""
    wanted = (
        select(Person.name, AuditEvent.at, AuditEvent.detail)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.subject == f"person:{subject_id}", AuditEvent.action == ACTION)
        .order_by(AuditEvent.id.desc())
        .limit(KEPT)
    )
    return [Look(by, at, *detail.partition(" ")[::2]) for by, at, detail in session().execute(wanted)]
