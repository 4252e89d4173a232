"""What changes about people: they are added, get roles, sign in, choose passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from app.accounts import entrance, failures, halves, links, names, passwords, policy, queries, sessions
from app.accounts.actor import Actor, person_id
from app.accounts.entrance import Entered, Entrance
from app.accounts.models import Institution, Person, PersonKey, RoleGrant
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Forbidden, Gone, Invalid
from app.core.words import N_
from app.jobs import letters
from app.mail.letter import Recipient, is_address

WRONG = N_("The address or the password is not right. Check both, or ask for a new password.")
TAKEN = N_("Somebody with this address has an account already.")


@dataclass(frozen=True, slots=True)
class Place:
    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


NATIONAL = Place("national", 0)


def add_institution(
    actor: Actor, code: str, own_names: dict[str, str], time_zone: str, *, is_demo: bool = False
) -> Institution:
    """`own_names`: language → name."""
    policy.require_administrator(actor)
    institution = Institution(code=code, names=own_names, time_zone=time_zone, is_demo=is_demo)
    session().add(institution)
    session().flush()
    audit.record(person_id(actor), "institution.add", f"institution:{institution.id}")
    return institution


def add_person(actor: Actor, ring: KeyRing, *, email: str, name: str, language: str) -> Person:
    """A person with a key of their own and no password yet.

    Raises Conflict if the address is taken, Invalid if it is no address or the name is none.
    """
    policy.require_adding_people(actor)
    address = queries.normal_email(email)
    if not is_address(address):
        raise Invalid(N_("Write an address such as name@example.org."), field="email")
    if queries.find_person(address):
        raise Conflict(TAKEN)
    person = Person(email=address, name=names.clean(name), language=language, created_at=now())
    try:
        with session().begin_nested():
            session().add(person)
    except IntegrityError as error:  # somebody else added them in the same moment
        raise Conflict(TAKEN) from error
    wrapped = ring.new_key()
    session().add(PersonKey(person_id=person.id, master_id=wrapped.master_id, wrapped=wrapped.data))
    audit.record(person_id(actor), "person.add", f"person:{person.id}")
    return person


def grant_role(
    actor: Actor,
    person: Person,
    role: str,
    place: Place,
    *,
    within: int | None = None,
    from_day: date | None = None,
    until_day: date | None = None,
) -> RoleGrant:
    """`within` is the institution of a cohort. Raises Forbidden."""
    policy.require_granting(actor, role, place.kind, place.id, within)
    grant = queries.find_ended(person.id, role, place.kind, place.id) or RoleGrant(
        person_id=person.id, role=role, place_kind=place.kind, place_id=place.id
    )
    grant.from_day, grant.until_day = from_day, until_day
    grant.by_id, grant.granted_at = person_id(actor), now()
    session().add(grant)
    session().flush()
    audit.record(person_id(actor), "role.grant", f"person:{person.id}", place=str(place), detail=role)
    return grant


def end_role(actor: Actor, grant: RoleGrant, *, within: int | None = None) -> None:
    """At once: yesterday was its last day. `within` is the institution of a cohort or site.

    Raises Forbidden for a role that the actor could not have given, or their own; Gone if somebody was faster.
    """
    policy.require_granting(actor, grant.role, grant.place_kind, grant.place_id, within)
    if grant.person_id == actor.id:
        raise Forbidden(N_("Nobody ends a role of their own. Ask another administrator or coordinator."))
    place, day = Place(grant.place_kind, grant.place_id), today()
    ended = session().execute(
        update(RoleGrant)
        .where(RoleGrant.id == grant.id, or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day))
        .values(until_day=day - timedelta(days=1))
        .returning(RoleGrant.id)
    )
    if ended.first() is None:
        raise Gone(N_("This role has ended already."))
    audit.record(person_id(actor), "role.end", f"person:{grant.person_id}", place=str(place), detail=grant.role)


def checked_hash(person: Person, password: str) -> str:
    """The hash to store; slow, so better made outside of a transaction. Raises Invalid for a weak password."""
    passwords.check_strength(password, email=person.email or "", name=person.name)
    return passwords.hash_password(password)


def store_password(person: Person, password_hash: str, *, but_session: int = 0) -> None:
    """Whoever knew the old password, or holds a link to this account, is out."""
    person.password_hash = password_hash
    session().flush()
    sessions.end_all(person.id, but=but_session)
    halves.end_all(person.id)
    links.end_open(person.id)
    audit.record(person.id, "password.change", f"person:{person.id}")


def recipient(person: Person) -> Recipient:
    return Recipient(person.email or "", person.name, person.language, person.id)


def tell_password_changed(person: Person) -> None:
    if person.email:
        letters.post("password-changed", recipient(person), link="/password-reset")


def sign_in(email: str, password: str, *, network: str, door: Entrance, device: str = "", going: str = "") -> Entered:
    """Who comes in, wholly or half. `going` is the path that was wanted.

    Hashing happens outside of any transaction. Raises TooMany while the address has to wait, Invalid if the address or
    the password is wrong; it does not say which.
    """
    address = queries.normal_email(email)
    failures.require_no_wait(address, network)
    person = queries.find_person(address)
    number = person.id if person else 0  # read here: later it would be one more statement for known addresses
    right = passwords.matches(person.password_hash if person else None, password)
    with write_transaction():
        if person is None or not right or not person.is_active:
            failures.count_failure(address, network)
            audit.record_failure("sign-in.wrong", f"person:{number}")
            outcome = None
        else:
            failures.forget(address, network)
            outcome = entrance.enter(person, door, device=device, going=going)
    if outcome is None:
        raise Invalid(WRONG, field="password")
    return outcome
