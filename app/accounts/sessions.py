"""Signed-in browsers: learners stay long on their own device, staff are signed out when idle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, bindparam, delete, insert, or_, select, update

from app.accounts.actor import STAFF_ROLES, Actor, Grant
from app.accounts.models import BrowserSession, Person, RoleGrant
from app.core.clock import now, today
from app.core.db import Reading, Rows, fetch, session
from app.core.ids import hash_token, new_token

TOUCH_AFTER = timedelta(minutes=30)
KEPT = timedelta(days=30)
CONFIRMED_FOR = timedelta(minutes=10)
WAITING = "waiting_"


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a browser may stay away, by kind, and after how long it is over however much it is used."""

    learner: timedelta
    staff: timedelta
    staff_in_all: timedelta = timedelta(days=7)
    learner_in_all: timedelta = timedelta(days=730)

    def of(self, kind: str) -> timedelta:
        return self.staff if kind == "staff" else self.learner

    def in_all(self, kind: str) -> timedelta:
        return self.staff_in_all if kind == "staff" else self.learner_in_all


class Found(NamedTuple):
    """Whoever a browser belongs to, and how it stands with the browser."""

    actor: Actor
    kind: str
    seen: datetime
    began: datetime
    took_second_step: bool


_holds = (
    (RoleGrant.person_id == Person.id)
    & or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= bindparam("day"))
    & or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= bindparam("day"))
)
_columns = (
    BrowserSession.id,
    BrowserSession.last_seen_at,
    BrowserSession.created_at,
    BrowserSession.kind,
    BrowserSession.second_step_at,
    Person.id.label("person_id"),
    Person.name,
    Person.language,
    Person.text_size,
    Person.address_form,
    RoleGrant.role,
    RoleGrant.place_kind,
    RoleGrant.place_id,
)
_find = (
    select(*_columns)
    .select_from(BrowserSession)
    .join(Person, Person.id == BrowserSession.person_id)
    .outerjoin(RoleGrant, _holds)
    .where(
        BrowserSession.token_hash == bindparam("token_hash"),
        BrowserSession.ended_at.is_(None),
        BrowserSession.expires_at > bindparam("moment"),
        Person.is_active,
    )
    .order_by(RoleGrant.id)
)


def with_more(release_id: ScalarSelect[Any], waiting: Mapping[str, ScalarSelect[Any]]) -> Reading:
    """The statement for `find_actor` that also tells the active release and how much waits for the person, by name."""
    counts = [count.label(f"{WAITING}{name}") for name, count in waiting.items()]
    return _find.add_columns(release_id.label("release_id"), *counts)


def find_actor(token: str, statement: Reading = _find) -> Found | None:
    """The actor behind a browser's token; one statement."""
    rows = fetch(statement, {"token_hash": hash_token(token), "moment": now(), "day": today()})
    if not rows:
        return None
    first = rows[0]
    took_step = first.second_step_at is not None
    return Found(_actor(rows, token), first.kind, first.last_seen_at, first.created_at, took_step)


def _actor(rows: Rows, token: str) -> Actor:
    first = rows[0]
    return Actor(
        id=first.person_id,
        name=first.name,
        language=first.language,
        text_size=first.text_size,
        address_form=first.address_form,
        grants=tuple(Grant(row.role, row.place_kind, row.place_id) for row in rows if row.role),
        session_id=first.id,
        session_token=token,
        release_id=getattr(first, "release_id", None),
        waiting={
            name.removeprefix(WAITING): count
            for name, count in first._mapping.items()
            if name.startswith(WAITING) and count
        },
    )


def open_session(
    person: Person, roles: Iterable[str], lifetimes: Lifetimes, device: str = "", *, with_step: bool = False
) -> str:
    """Starts a browser session; returns its token, which is stored only as a hash."""
    token, moment = new_token(), now()
    kind = "staff" if STAFF_ROLES & set(roles) else "learner"
    session().execute(
        insert(BrowserSession).values(
            token_hash=hash_token(token),
            person_id=person.id,
            kind=kind,
            device=device[:80],
            created_at=moment,
            last_seen_at=moment,
            expires_at=moment + lifetimes.of(kind),
            second_step_at=moment if with_step else None,
        )
    )
    return token


def touch(session_id: int, kind: str, lifetimes: Lifetimes) -> None:
    """Moves the end of a session that is in use."""
    moment = now()
    session().execute(
        update(BrowserSession)
        .where(BrowserSession.id == session_id)
        .values(kind=kind, last_seen_at=moment, expires_at=moment + lifetimes.of(kind))
    )


def mark_second_step(session_id: int) -> None:
    session().execute(update(BrowserSession).where(BrowserSession.id == session_id).values(second_step_at=now()))


def confirm(session_id: int) -> None:
    """The password was given again in this browser."""
    session().execute(update(BrowserSession).where(BrowserSession.id == session_id).values(confirmed_at=now()))


def is_confirmed(session_id: int) -> bool:
    """Whether the password was given again a moment ago."""
    wanted = select(BrowserSession.confirmed_at).where(BrowserSession.id == session_id)
    moment = session().scalars(wanted).first()
    return moment is not None and moment > now() - CONFIRMED_FOR


def end(session_id: int) -> None:
    session().execute(update(BrowserSession).where(BrowserSession.id == session_id).values(ended_at=now()))


def end_all(person_id: int, *, but: int = 0) -> None:
    """Ends every session of a person, `but` the one that is asking."""
    session().execute(
        update(BrowserSession)
        .where(BrowserSession.person_id == person_id, BrowserSession.ended_at.is_(None), BrowserSession.id != but)
        .values(ended_at=now())
    )


def forget_old() -> None:
    """Rows of browsers that were signed out a month ago."""
    over = now() - KEPT
    session().execute(
        delete(BrowserSession).where(or_(BrowserSession.expires_at < over, BrowserSession.ended_at < over))
    )
