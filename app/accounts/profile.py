"""What people change about themselves: how they are named and spoken to, their password, their signed-in browsers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from app.accounts import failures, names, passwords, queries, service, sessions
from app.accounts.actor import Actor
from app.accounts.models import BrowserSession, Person
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_

ADDRESS_FORMS = ("neutral", "feminine", "masculine")
TEXT_SIZES = ("normal", "large", "larger")


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str
    address_form: str
    text_size: str


def change(actor: Actor, seen_version: int, draft: Profile) -> None:
    """Raises Invalid for the name, Conflict if the person was changed since `seen_version` was read."""
    changed = session().execute(
        update(Person)
        .where(Person.id == actor.id, Person.version == seen_version)
        .values(
            name=names.clean(draft.name),
            language=draft.language,
            address_form=draft.address_form,
            text_size=draft.text_size,
            version=seen_version + 1,
        )
        .returning(Person.id)
    )
    if changed.first() is None:
        raise Conflict(N_("This was changed in another window meanwhile. Check it, then save again."))
    audit.record(actor.id, "person.change", f"person:{actor.id}")


def change_password(actor: Actor, old: str, new: str, *, network: str) -> None:
    """Ends all other sessions.

    Raises Invalid if the old password is wrong or the new one weak, TooMany for guessing.
    """
    person = require_password(actor, old, network=network, field="old")
    hashed = service.checked_hash(person, new)
    with write_transaction():
        service.store_password(person, hashed, but_session=actor.session_id)
        service.tell_password_changed(person)


def require_password(actor: Actor, password: str, *, network: str, field: str) -> Person:
    """The actor as a person. Slow, so better outside of a transaction.

    Raises Invalid if the password is wrong, TooMany for guessing.
    """
    key = f"password {actor.id}"
    failures.require_no_wait(key, network)
    person = queries.get_person(actor.id)
    is_right = passwords.matches(person.password_hash, password)
    with write_transaction():
        (failures.forget if is_right else failures.count_failure)(key, network)
    if not is_right:
        raise Invalid(N_("This is not your password of now."), field=field)
    return person


def list_sessions(actor: Actor) -> Sequence[BrowserSession]:
    """Browsers in which the actor is signed in, last used first."""
    wanted = (
        select(BrowserSession)
        .where(
            BrowserSession.person_id == actor.id, BrowserSession.ended_at.is_(None), BrowserSession.expires_at > now()
        )
        .order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id.desc())
    )
    return session().scalars(wanted).all()


def end_session(actor: Actor, session_id: int) -> None:
    """Raises NotFound unless it is the actor's own and not over."""
    if session_id not in {own.id for own in list_sessions(actor)}:
        raise NotFound(N_("There is no such sign-in."))
    sessions.end(session_id)
    audit.record(actor.id, "session.end", f"person:{actor.id}")


def end_other_sessions(actor: Actor) -> None:
    sessions.end_all(actor.id, but=actor.session_id)
    audit.record(actor.id, "session.end-others", f"person:{actor.id}")
