"""The way in behind a right password: straight, or over a second step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.accounts import halves, queries, sessions
from app.accounts.models import Person
from app.audit import service as audit
from app.core.db import session


@dataclass(frozen=True, slots=True)
class Entrance:
    """`roles` need a second step; `has_step` says over `Person` who has one, needed or not."""

    lifetimes: sessions.Lifetimes
    roles: frozenset[str]
    has_step: ColumnElement[bool]

    def requires(self, roles: Iterable[str]) -> bool:
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Entered:
    """`token` is that of a browser session or, if `is_half`, of a sign-in that waits for its second step."""

    person_id: int
    token: str
    is_half: bool = False


def enter(person: Person, entrance: Entrance, *, device: str = "", going: str = "") -> Entered:
    """Whoever has a second step, or needs one, comes half in; everybody else is in."""
    roles = [grant.role for grant in queries.list_roles(person.id)]
    if entrance.requires(roles) or has_step(entrance, person.id):
        return Entered(person.id, halves.begin(person.id, device=device, going=going), is_half=True)
    return finish(person, entrance, device=device)


def finish(person: Person, entrance: Entrance, *, device: str = "", with_step: bool = False) -> Entered:
    """A new browser session; nothing of a half sign-in lives on in it."""
    roles = [grant.role for grant in queries.list_roles(person.id)]
    token = sessions.open_session(person, roles, entrance.lifetimes, device, with_step=with_step)
    audit.record(person.id, "sign-in", f"person:{person.id}", detail="second-step" if with_step else "")
    return Entered(person.id, token)


def has_step(entrance: Entrance, person_id: int) -> bool:
    found: Any = session().execute(select(Person.id).where(Person.id == person_id, entrance.has_step)).first()
    return found is not None
