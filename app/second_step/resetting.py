"""Somebody has lost phone, keys and codes: an administrator takes their second step away, for a reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import halves, sessions
from app.accounts import queries as accounts
from app.accounts import service as people
from app.accounts.actor import Actor, person_id
from app.accounts.models import Person
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.jobs import letters
from app.second_step import drafts, factors, policy, queries
from app.second_step.models import StepReset

SHORTEST, LONGEST = 5, 500


def get_person(actor: Actor, wanted_id: int) -> Person:
    """Raises NotFound for whoever is not the actor's to help."""
    found = accounts.find_person_by_id(wanted_id)
    if found is None or not policy.may_reset(actor, found):
        raise NotFound(N_("There is no such person."))
    return found


def list_resets(person: Person) -> Sequence[tuple[StepReset, str | None]]:
    """With the name of whoever did it, the newest first."""
    wanted = (
        select(StepReset, Person.name)
        .outerjoin(Person, Person.id == StepReset.by_id)
        .where(StepReset.person_id == person.id)
        .order_by(StepReset.id.desc())
    )
    return [(row[0], row[1]) for row in session().execute(wanted)]


def reset(actor: Actor, person: Person, reason: str) -> None:
    """Ends factors, codes and sessions, and writes to the person. The password stays theirs.

    Raises NotFound, or Invalid without a reason or a second step.
    """
    if not policy.may_reset(actor, person):
        raise NotFound(N_("There is no such person."))
    why = " ".join(reason.split())
    if not SHORTEST <= len(why) <= LONGEST:
        raise Invalid(N_("Write in a sentence why."), field="reason")
    factors.hold_person(person.id)
    if not queries.get_standing(person.id).is_on:
        raise Invalid(N_("This person has no second step."))
    factors.drop_all(person.id)
    drafts.drop_all(person.id)
    halves.end_all(person.id)
    sessions.end_all(person.id)
    session().add(StepReset(person_id=person.id, by_id=person_id(actor), reason=why, at=now()))
    audit.record(person_id(actor), "second-step.reset", f"person:{person.id}")
    if person.email:
        letters.post("second-step-reset", people.recipient(person), by=actor.name, reason=why, link="/sign-in")
