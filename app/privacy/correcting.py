"""What somebody cannot correct alone: asked of the coordinators of their institution, and answered by them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Gone, Invalid, NotFound
from app.core.words import N_
from app.privacy import policy
from app.privacy.models import CorrectionRequest
from app.privacy.rules import LONGEST_TEXT

MOST = 10


def ask(actor: Actor, text: str) -> CorrectionRequest:
    """Raises Invalid for no text, Conflict if too many of theirs wait."""
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise Invalid(N_("Write what is wrong."), field="text")
    waiting = [one for one in list_own(actor) if one.answered_at is None]
    if len(waiting) >= MOST:
        raise Conflict(N_("You have asked for ten corrections that are not answered yet."))
    made = CorrectionRequest(person_id=actor.id, text=said, asked_at=now())
    session().add(made)
    session().flush()
    audit.record(actor.id, "privacy.ask-correction", f"person:{actor.id}", detail=f"correction {made.id}")
    return made


def answer(actor: Actor, correction_id: int, text: str) -> None:
    """Raises NotFound, Invalid, Gone if somebody was faster."""
    found = get(actor, correction_id)
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise Invalid(N_("Write an answer."), field="answer")
    mine = (CorrectionRequest.id == found.id) & CorrectionRequest.answered_at.is_(None)
    answered = update(CorrectionRequest).where(mine).values(answer=said, answered_at=now(), answered_by_id=actor.id)
    if session().execute(answered.returning(CorrectionRequest.id)).first() is None:
        raise Gone(N_("Somebody has answered this already."))
    audit.record(actor.id, "privacy.answer-correction", f"person:{found.person_id}", detail=f"correction {found.id}")


def get(actor: Actor, correction_id: int) -> CorrectionRequest:
    wanted = select(CorrectionRequest).where(CorrectionRequest.id == correction_id, policy.visible_corrections(actor))
    found = session().scalars(wanted).first()
    if found is None:
        raise NotFound(N_("There is no such request."))
    return found


def list_waiting(actor: Actor) -> Sequence[tuple[CorrectionRequest, Person]]:
    """With whoever asks, the oldest first."""
    wanted = (
        select(CorrectionRequest, Person)
        .join(Person, Person.id == CorrectionRequest.person_id)
        .where(policy.visible_corrections(actor), CorrectionRequest.answered_at.is_(None))
        .order_by(CorrectionRequest.id)
        .limit(200)
    )
    return [(row[0], row[1]) for row in session().execute(wanted)]


def list_own(actor: Actor) -> Sequence[CorrectionRequest]:
    wanted = select(CorrectionRequest).where(CorrectionRequest.person_id == actor.id)
    return session().scalars(wanted.order_by(CorrectionRequest.id.desc())).all()
