"""Searching the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution, Person, RoleGrant
from app.audit.models import REFUSED, AuditEvent
from app.core.clock import DEFAULT_ZONE
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.trail import belonging, policy
from app.trail.rules import Wanted

AT_ONCE, MOST_PEOPLE = 50, 20


@dataclass(frozen=True, slots=True)
class Found:
    """A page of rows, the newest first; `names`, by code, of people, learners and cohorts whom the actor may know."""

    events: Sequence[AuditEvent]
    is_more: bool
    names: Mapping[str, str]


def list_institutions(actor: Actor) -> Sequence[Institution]:
    wanted = select(Institution).where(accounts.visible_institutions(actor)).order_by(Institution.code)
    return session().scalars(wanted).all()


def require_search(actor: Actor, wanted: Wanted) -> None:
    """Raises NotFound for an institution that is not the actor's."""
    theirs = select(Institution.id).where(Institution.id == wanted.where, accounts.visible_institutions(actor))
    if wanted.where and session().scalars(theirs).first() is None:
        raise NotFound(N_("There is nothing here for you to search."))


def find_people(actor: Actor, who: str) -> Sequence[int]:
    """Ids of some of those whom the actor may know by this name, address or number."""
    if not who:
        return []
    named = or_(Person.name.icontains(who, autoescape=True), Person.email == who.lower())
    if who.isascii() and who.isdecimal() and len(who) < 10:
        named = Person.id == int(who)
    return session().scalars(_known(actor, select(Person.id).where(named)).order_by(Person.id).limit(MOST_PEOPLE)).all()


def search(actor: Actor, wanted: Wanted, people: Sequence[int]) -> Found:
    """`people` are those of `find_people`: acts of theirs, and acts upon them."""
    rows = select(AuditEvent).where(_visible(actor), *_conditions(wanted, people))
    events = session().scalars(rows.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(AT_ONCE + 1)).all()
    page = events[:AT_ONCE]
    return Found(page, len(events) > AT_ONCE, _people(actor, page) | _learners(actor, page) | _cohorts(actor, page))


def _visible(actor: Actor) -> ColumnElement[bool]:
    return true() if policy.sees_all(actor) else belonging.belonging_to(accounts.visible_institutions(actor))


def _conditions(wanted: Wanted, people: Sequence[int]) -> list[ColumnElement[bool]]:
    found = [AuditEvent.at >= wanted.since(DEFAULT_ZONE), AuditEvent.at < wanted.until(DEFAULT_ZONE)]
    if wanted.who:
        found.append(_about(people))
    if wanted.what:
        found.append(or_(AuditEvent.action == wanted.what, AuditEvent.action.startswith(f"{wanted.what}.")))
    if wanted.where:
        found.append(belonging.belonging_to(Institution.id == wanted.where))
    if wanted.refused:
        found.append(AuditEvent.outcome == REFUSED)
    if wanted.before:
        since = select(AuditEvent.at).where(AuditEvent.id == wanted.before).scalar_subquery()
        found.append(or_(AuditEvent.at < since, and_(AuditEvent.at == since, AuditEvent.id < wanted.before)))
    return found


def _about(people: Sequence[int]) -> ColumnElement[bool]:
    enrolments = session().scalars(select(Enrolment.id).where(Enrolment.person_id.in_(people))).all()
    subjects = [f"person:{one}" for one in people] + [f"enrolment:{one}" for one in enrolments]
    return or_(AuditEvent.actor_id.in_(people), AuditEvent.subject.in_(subjects))


def _known(actor: Actor, people: Select[Any]) -> Select[Any]:
    """Nobody learns by searching who is at another institution; who acts for all of them is known to everybody."""
    if policy.sees_all(actor):
        return people
    national = select(RoleGrant.person_id).where(RoleGrant.place_kind == "national")
    own = belonging.people(accounts.visible_institutions(actor))
    return people.where(or_(Person.id.in_(own), Person.id.in_(national)))


def _people(actor: Actor, events: Sequence[AuditEvent]) -> dict[str, str]:
    numbers = {event.actor_id for event in events if event.actor_id} | _numbers("person", events)
    known = _known(actor, select(Person.id).where(Person.id.in_(sorted(numbers))))
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(known)))
    return {f"person:{row[0]}": row[1] for row in rows}


def _learners(actor: Actor, events: Sequence[AuditEvent]) -> dict[str, str]:
    rows = (
        session()
        .execute(
            select(Enrolment.id, Person.id, Person.name)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.id.in_(sorted(_numbers("enrolment", events))))
        )
        .all()
    )
    known = set(session().scalars(_known(actor, select(Person.id).where(Person.id.in_([row[1] for row in rows])))))
    return {f"enrolment:{row[0]}": row[2] for row in rows if row[1] in known}


def _cohorts(actor: Actor, events: Sequence[AuditEvent]) -> dict[str, str]:
    own = select(Institution.id).where(accounts.visible_institutions(actor))
    numbers = sorted(_numbers("cohort", events))
    wanted = select(Cohort.id, Cohort.name).where(Cohort.id.in_(numbers), Cohort.institution_id.in_(own))
    return {f"cohort:{row[0]}": row[1] for row in session().execute(wanted)}


def _numbers(kind: str, events: Iterable[AuditEvent]) -> set[int]:
    """Those of a kind among subjects and places."""
    found = (code.partition(":") for event in events for code in (event.subject, event.place))
    return {int(number) for name, _, number in found if name == kind and number.isdecimal() and len(number) < 10}
