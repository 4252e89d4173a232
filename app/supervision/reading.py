"""What of somebody's cases is read leaves rows in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from app.accounts.actor import Actor
from app.audit import service as audit
from app.breakglass.queries import mark
from app.cases.models import PracticeCase
from app.supervision.agenda import Part
from app.supervision.models import SupervisionItem, SupervisionSession
from app.supervision.service import subject

READ, CASE_READ = "supervision.read", "case.read"


class HasPart(Protocol):
    @property
    def part(self) -> Part: ...


def note_session(actor: Actor, found: SupervisionSession, sides: Iterable[HasPart]) -> None:
    """A supervisor's reading: a row for the session, and one for each case that it shows."""
    audit.record(actor.id, READ, subject(found), place=f"supervisor:{found.supervisor_id}")
    for side in sides:
        for line in side.part.lines:
            if line.case is not None:
                audit.record(actor.id, CASE_READ, f"case:{line.case.id}", place=subject(found))


def note_items(actor: Actor, items: Iterable[SupervisionItem]) -> None:
    """Reading what is to be done, with the cases that it is about."""
    for one in items:
        if one.case is not None:
            audit.record(actor.id, CASE_READ, f"case:{one.case.id}", place=subject(one.session))


def note_case(actor: Actor, case: PracticeCase, place: str = "") -> None:
    """Nothing for one's own."""
    if case.enrolment.person_id == actor.id:
        return
    where = place or f"enrolment:{case.enrolment_id}"
    audit.record(actor.id, CASE_READ, f"case:{case.id}", place=where, detail=mark(actor, case.enrolment_id))
