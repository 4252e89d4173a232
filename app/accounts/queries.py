"""Reading people and places."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Institution, Person, RoleGrant
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_


def normal_email(email: str) -> str:
    return email.strip().casefold()


def find_person(email: str) -> Person | None:
    address = normal_email(email)
    if "\0" in address:  # PostgreSQL refuses even to compare it
        return None
    return session().scalars(select(Person).where(Person.email == address)).first()


def find_person_by_id(person_id: int) -> Person | None:
    return session().get(Person, person_id)


def get_person(person_id: int) -> Person:
    person = find_person_by_id(person_id)
    if person is None:
        raise NotFound(N_("There is no such person."))
    return person


def list_roles(person_id: int) -> Sequence[RoleGrant]:
    """Grants that hold today."""
    day = today()
    held = session().scalars(select(RoleGrant).where(RoleGrant.person_id == person_id))
    return [g for g in held if (not g.from_day or g.from_day <= day) and (not g.until_day or g.until_day >= day)]


def find_ended(person_id: int, role: str, place_kind: str, place_id: int) -> RoleGrant | None:
    """The same role of before, if it is over: there is one row for it."""
    wanted = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.place_kind == place_kind,
        RoleGrant.place_id == place_id,
        RoleGrant.until_day < today(),
    )
    return session().scalars(wanted).first()


def find_institution(code: str) -> Institution | None:
    return session().scalars(select(Institution).where(Institution.code == code)).first()


def get_institution(institution_id: int) -> Institution:
    institution = session().get(Institution, institution_id)
    if institution is None:
        raise NotFound(N_("There is no such institution."))
    return institution
