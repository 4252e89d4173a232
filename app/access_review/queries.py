"""Who holds what where, and when it was last looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.access_review import policy
from app.access_review.models import AccessReview
from app.accounts import policy as accounts
from app.accounts.actor import STAFF_ROLES, Actor
from app.accounts.models import BrowserSession, Institution, Person, RoleGrant
from app.audit.models import AuditEvent
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements.models import Site
from app.second_step.queries import has_one

EVERY = timedelta(days=365)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """What is reviewed at once: an institution with its cohorts and sites, or (none) what is held nationally."""

    institution: Institution | None = None

    @property
    def id(self) -> int | None:
        return self.institution.id if self.institution else None

    @property
    def path(self) -> str:
        return f"/access-review/institutions/{self.id}" if self.institution else "/access-review/national"

    @property
    def code(self) -> str:
        """As the trail names it."""
        return f"institution:{self.id}" if self.institution else "national:0"


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds; `at` is the institution, cohort or site, or none for the whole country."""

    grant: RoleGrant
    person: Person
    at: Institution | Cohort | Site | None
    by: str | None
    has_step: bool
    signed_in_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Review:
    """The last review of a place. A year later the next one is due."""

    place: Place
    at: datetime | None = None
    by: str = ""
    held: int = 0

    @property
    def is_due(self) -> bool:
        return self.at is None or self.at < now() - EVERY


def get_place(actor: Actor, institution_id: int | None) -> Place:
    """Raises NotFound for a place that is not the actor's to review."""
    if institution_id is None:
        if policy.may_review_nation(actor):
            return Place()
    else:
        found = session().get(Institution, institution_id)
        if found is not None and accounts.may_see_institution(actor, found):
            return Place(found)
    raise NotFound(N_("There is nothing here for you to review."))


def list_reviews(actor: Actor) -> list[Review]:
    """Every place of the actor with its last review."""
    wanted = select(Institution).where(accounts.visible_institutions(actor)).order_by(Institution.code)
    places = [Place()] if policy.may_review_nation(actor) else []
    places += [Place(one) for one in session().scalars(wanted)]
    latest = _latest()
    return [latest.get(place.id, Review(place)) for place in places]


def list_past(place: Place, limit: int = 10) -> Sequence[Review]:
    """The newest first."""
    same = AccessReview.institution_id == place.id if place.id else AccessReview.institution_id.is_(None)
    wanted = select(AccessReview, Person.name).join(Person, Person.id == AccessReview.by_id).where(same)
    rows = session().execute(wanted.order_by(AccessReview.id.desc()).limit(limit))
    return [Review(place, row[0].at, row[1], row[0].held) for row in rows]


def count_due(actor: Actor) -> int:
    """Places of the actor that nobody has reviewed for a year."""
    return sum(review.is_due for review in list_reviews(actor))


def _latest() -> Mapping[int | None, Review]:
    newest = select(func.max(AccessReview.id)).group_by(AccessReview.institution_id)
    wanted = (
        select(AccessReview, Person.name, Institution)
        .join(Person, Person.id == AccessReview.by_id)
        .outerjoin(Institution, Institution.id == AccessReview.institution_id)
        .where(AccessReview.id.in_(newest))
    )
    return {
        row[0].institution_id: Review(Place(row[2]), row[0].at, row[1], row[0].held)
        for row in session().execute(wanted)
    }


def list_held(place: Place) -> list[Held]:
    """Roles of staff that have not ended, by name; learners are in their cohorts."""
    giver = aliased(Person)
    wanted = (
        select(RoleGrant, Person, giver.name, has_one, Institution, Cohort, Site)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(giver, giver.id == RoleGrant.by_id)
        .outerjoin(Institution, _at("institution", Institution.id))
        .outerjoin(Cohort, _at("cohort", Cohort.id))
        .outerjoin(Site, _at("site", Site.id))
        .where(_within(place), RoleGrant.role.in_(sorted(STAFF_ROLES)), _lasts())
        .order_by(Person.name, Person.id, RoleGrant.role, RoleGrant.id)
    )
    rows = session().execute(wanted).all()
    ids = sorted({row[1].id for row in rows})
    signed_in, used = _last_sign_ins(ids), _last_uses(ids)
    return [
        Held(
            grant=row[0],
            person=row[1],
            at=next((at for at in row[4:7] if at is not None), None),
            by=row[2],
            has_step=bool(row[3]),
            signed_in_at=signed_in.get(row[1].id),
            used_at=max(filter(None, (used.get(row[1].id), signed_in.get(row[1].id))), default=None),
        )
        for row in rows
    ]


def get_held(place: Place, grant_id: int) -> RoleGrant:
    """Raises NotFound for a role that is not held at this place."""
    wanted = select(RoleGrant).where(
        RoleGrant.id == grant_id, _within(place), RoleGrant.role.in_(sorted(STAFF_ROLES)), _lasts()
    )
    found = session().scalars(wanted).first()
    if found is None:
        raise NotFound(N_("There is no such role here, or it has ended."))
    return found


def count_learners(place: Place) -> int:
    """Who learns there now."""
    wanted = select(func.count(Enrolment.id)).join(Enrolment.cohort).where(Enrolment.left_on.is_(None))
    return session().scalars(wanted.where(Cohort.institution_id == place.id)).one()


def digest_of(held: Sequence[Held]) -> str:
    """Of who may do what; when they last did it does not matter."""
    lines = [
        f"{one.grant.id} {one.grant.person_id} {one.grant.role} {one.grant.place_kind}:{one.grant.place_id} "
        f"{one.grant.from_day} {one.grant.until_day} {one.person.is_active} {one.has_step}"
        for one in sorted(held, key=lambda one: one.grant.id)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _at(kind: str, column: Any) -> ColumnElement[bool]:
    return and_(RoleGrant.place_kind == kind, RoleGrant.place_id == column)


def _within(place: Place) -> ColumnElement[bool]:
    if place.id is None:
        return RoleGrant.place_kind == "national"
    cohorts = select(Cohort.id).where(Cohort.institution_id == place.id)
    sites = select(Site.id).where(Site.institution_id == place.id)
    return or_(
        _at("institution", place.id),
        and_(RoleGrant.place_kind == "cohort", RoleGrant.place_id.in_(cohorts)),
        and_(RoleGrant.place_kind == "site", RoleGrant.place_id.in_(sites)),
    )


def _lasts() -> ColumnElement[bool]:
    return or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= today())


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _last_sign_ins(ids: Sequence[int]) -> dict[int, datetime]:
    """Out of the trail, which is kept for 24 months."""
    found: dict[int, datetime] = {}
    for some in _some(ids):
        subjects = {f"person:{one}": one for one in some}
        wanted = (
            select(AuditEvent.subject, func.max(AuditEvent.at))
            .where(AuditEvent.subject.in_(subjects), AuditEvent.action == "sign-in")
            .group_by(AuditEvent.subject)
        )
        found |= {subjects[row[0]]: row[1] for row in session().execute(wanted)}
    return found


def _last_uses(ids: Sequence[int]) -> dict[int, datetime]:
    """Out of the signed-in browsers, which are forgotten a month after their end."""
    found: dict[int, datetime] = {}
    for some in _some(ids):
        wanted = select(BrowserSession.person_id, func.max(BrowserSession.last_seen_at))
        rows = session().execute(wanted.where(BrowserSession.person_id.in_(some)).group_by(BrowserSession.person_id))
        found |= {row[0]: row[1] for row in rows}
    return found
