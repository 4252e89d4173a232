"""Asking to be erased: for oneself or, by an administrator, for somebody else. The clock carries out what is due."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select, update

from app.accounts import policy as accounts_policy
from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Person, RoleGrant
from app.accounts.service import recipient
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from app.core.words import N_
from app.jobs import letters
from app.privacy import erasing, policy
from app.privacy.models import ErasureRequest
from app.privacy.rules import COOLING_OFF, LONGEST_REASON, SHORTEST_REASON, WITHOUT_SECOND

LAST = N_("This is the only administrator. Make somebody else one first.")
ASKED = N_("This has been asked for already.")
OVER = N_("This was withdrawn or carried out already.")
open_ = (ErasureRequest.withdrawn_at.is_(None)) & (ErasureRequest.done_at.is_(None))


def ask(actor: Actor) -> ErasureRequest:
    """For oneself; it can be taken back for a week. Raises Conflict if it is asked for, or nobody else runs Kelim."""
    return _ask(actor, accounts.get_person(actor.id), "")


def ask_for(actor: Actor, person_id: int, reason: str) -> ErasureRequest:
    """By a national administrator for somebody else; a second one confirms, or a fortnight passes.

    Raises Forbidden, NotFound, Conflict, Invalid for a reason that says nothing.
    """
    accounts_policy.require_administrator(actor)
    person = accounts.get_person(person_id)
    if person.email is None:
        raise NotFound(N_("There is no such person."))
    if person_id == actor.id:
        raise Conflict(N_("For yourself, ask under “My data”."))
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise Invalid(N_("Say in a sentence who asked for it and how you know."), field="reason")
    return _ask(actor, person, said)


def _ask(actor: Actor, person: Person, reason: str) -> ErasureRequest:
    if _is_last_administrator(person.id):
        raise Conflict(LAST)
    if find_open(person.id):
        raise Conflict(ASKED)
    wait = COOLING_OFF if person.id == actor.id else WITHOUT_SECOND
    made = ErasureRequest(person_id=person.id, asked_by_id=actor.id, reason=reason, asked_at=now(), due_at=now() + wait)
    session().add(made)
    session().flush()
    audit.record(actor.id, "privacy.ask-erasure", f"person:{person.id}", detail=f"request {made.id}")
    letters.post("erasure-asked", recipient(person), link="/privacy/mine", days=wait.days)
    return made


def withdraw(actor: Actor, request_id: int) -> None:
    """By the person or a national administrator. Raises NotFound, Gone if it is over."""
    found = get_request(actor, request_id)
    _settle(found.id, withdrawn_at=now())
    audit.record(actor.id, "privacy.withdraw-erasure", f"person:{found.person_id}", detail=f"request {found.id}")


def confirm(actor: Actor, request_id: int) -> list[int]:
    """By a second administrator, at once. Raises NotFound, Forbidden for the first one and for one's own, Gone."""
    accounts_policy.require_administrator(actor)
    found = get_request(actor, request_id)
    if actor.id in (found.asked_by_id, found.person_id):
        raise Forbidden(N_("Somebody else has to confirm this: four eyes."))
    if found.asked_by_id == found.person_id:
        raise Conflict(N_("They may still change their mind: this happens by itself when the week is over."))
    if _is_last_administrator(found.person_id):
        raise Conflict(LAST)
    _settle(found.id, done_at=now(), confirmed_by_id=actor.id)
    return erasing.erase(found.person_id, actor.id)


def carry_out_due() -> None:
    """Called by the clock, in a transaction. The last administrator stays until there is another."""
    due = select(ErasureRequest).where(open_, ErasureRequest.due_at <= now()).order_by(ErasureRequest.id).limit(10)
    for found in session().scalars(due).all():
        if not _is_last_administrator(found.person_id):
            _settle(found.id, done_at=now())
            erasing.erase(found.person_id, found.asked_by_id)


def _settle(request_id: int, **values: object) -> None:
    """Whoever is first. Raises Gone for the second."""
    settled = update(ErasureRequest).where(ErasureRequest.id == request_id, open_).values(**values)
    if session().execute(settled.returning(ErasureRequest.id)).first() is None:
        raise Gone(OVER)


def get_request(actor: Actor, request_id: int) -> ErasureRequest:
    wanted = select(ErasureRequest).where(ErasureRequest.id == request_id, policy.visible_requests(actor))
    found = session().scalars(wanted).first()
    if found is None:
        raise NotFound(N_("There is no such request."))
    return found


def find_open(person_id: int) -> ErasureRequest | None:
    return session().scalars(select(ErasureRequest).where(ErasureRequest.person_id == person_id, open_)).first()


def list_requests(actor: Actor) -> Sequence[ErasureRequest]:
    """Those that wait, then what became of the last ones."""
    wanted = select(ErasureRequest).where(policy.visible_requests(actor))
    order = (or_(ErasureRequest.withdrawn_at.is_not(None), ErasureRequest.done_at.is_not(None)), ErasureRequest.due_at)
    return session().scalars(wanted.order_by(*order).limit(200)).all()


def _is_last_administrator(person_id: int) -> bool:
    """Held today at the national place by nobody else who can still sign in."""
    day = today()
    held = (
        (RoleGrant.role == "administrator")
        & (RoleGrant.place_kind == "national")
        & or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= day)
        & or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day)
    )
    theirs = select(exists().where(held, RoleGrant.person_id == person_id))
    others = select(
        exists().where(held, RoleGrant.person_id != person_id, RoleGrant.person_id == Person.id, Person.is_active)
    )
    return bool(session().scalar(theirs)) and not session().scalar(others)
