"""Many people at once: added, given a role, and taken back while they were never here. A few statements for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import links, names, policy, queries
from app.accounts.actor import Actor, person_id
from app.accounts.models import AccountLink, Person, PersonKey, RoleGrant
from app.accounts.service import TAKEN, Place
from app.audit import service as audit
from app.core.clock import now
from app.core.db import hold, session
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.mail import service as mail
from app.mail.letter import is_address


@dataclass(frozen=True, slots=True)
class Newcomer:
    email: str
    name: str
    language: str


def add_people(actor: Actor, ring: KeyRing, newcomers: Sequence[Newcomer], detail: str = "") -> dict[str, int]:
    """People with keys of their own and no passwords yet; address → id.

    Raises Invalid for what is no address or name, Conflict if any address is taken: then nobody is added.
    """
    policy.require_adding_people(actor)
    rows = [_row(one) for one in newcomers]
    if not rows:
        return {}
    try:
        with session().begin_nested():
            made = session().execute(insert(Person).returning(Person.email, Person.id), rows).all()
    except IntegrityError as error:  # somebody else added one of them meanwhile
        raise Conflict(TAKEN) from error
    session().execute(insert(PersonKey), [_key(ring, number) for _, number in made])
    for _, number in made:
        audit.record(person_id(actor), "person.add", f"person:{number}", detail=detail)
    return {str(address): number for address, number in made}


def _row(one: Newcomer) -> dict[str, object]:
    address = queries.normal_email(one.email)
    if not is_address(address):
        raise Invalid(N_("Write an address such as name@example.org."), field="email")
    return {"email": address, "name": names.clean(one.name), "language": one.language, "created_at": now()}


def _key(ring: KeyRing, number: int) -> dict[str, object]:
    wrapped = ring.new_key()
    return {"person_id": number, "master_id": wrapped.master_id, "wrapped": wrapped.data}


def grant_role(
    actor: Actor, people: Collection[int], role: str, place: Place, *, within: int | None, from_day: date | None = None
) -> None:
    """Gives all of them a role that none of them holds there. Raises Forbidden."""
    policy.require_granting(actor, role, place.kind, place.id, within)
    shared = {"role": role, "place_kind": place.kind, "place_id": place.id, "by_id": person_id(actor)}
    rows = [{"person_id": one, "from_day": from_day, "granted_at": now(), **shared} for one in people]
    if rows:
        session().execute(insert(RoleGrant), rows)
    for one in people:
        audit.record(person_id(actor), "role.grant", f"person:{one}", place=str(place), detail=role)


def take_role(actor: Actor, people: Collection[int], role: str, place: Place) -> None:
    """The opposite, for what was given by mistake a moment ago."""
    here = (RoleGrant.role == role, RoleGrant.place_kind == place.kind, RoleGrant.place_id == place.id)
    session().execute(delete(RoleGrant).where(RoleGrant.person_id.in_(people), *here))
    for one in people:
        audit.record(person_id(actor), "role.take", f"person:{one}", place=str(place), detail=role)


def hold_links(people: Collection[int]) -> None:
    """Whoever accepts an invitation now waits until this transaction ends, or was faster and is seen."""
    hold(select(AccountLink.id).where(AccountLink.person_id.in_(people)).order_by(AccountLink.id).with_for_update())


def take_back(actor: Actor, people: Collection[int]) -> None:
    """Forgets people who never came: the caller has seen to that. An empty row stays: no id ever means two people."""
    links.end_all(people, links.INVITATION)
    mail.drop(people)
    session().execute(delete(PersonKey).where(PersonKey.person_id.in_(people)))
    blank = {"email": None, "name": "", "is_active": False, "password_hash": None}
    session().execute(update(Person).where(Person.id.in_(people)).values(**blank, version=Person.version + 1))
    for one in people:
        audit.record(person_id(actor), "person.take-back", f"person:{one}")


def name_again(actor: Actor, number: int, name: str, language: str) -> None:
    """Mends how somebody is named who is not here yet."""
    values = {"name": names.clean(name), "language": language, "version": Person.version + 1}
    session().execute(update(Person).where(Person.id == number, Person.password_hash.is_(None)).values(**values))
    audit.record(person_id(actor), "person.change", f"person:{number}")


def list_open_links(people: Collection[int]) -> dict[int, AccountLink]:
    """Each one's invitation that lasts longest."""
    return links.list_open(people, links.INVITATION)
