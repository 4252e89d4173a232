"""Reading who is on duty: for whoever sets it, and for whoever may have to call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import lazyload

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.duty import policy, rules
from app.duty.models import DutyContact
from app.enrolment import queries as enrolment
from app.enrolment.finding import Found
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING, TEACHING

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Post:
    """An institution, or a cohort of it, and who is on duty there in their own right.

    `due_on` is by when what is lacking is to stand; None: it should stand already.
    """

    institution: Institution
    cohort: Cohort | None = None
    contact: DutyContact | None = None
    due_on: date | None = None

    @property
    def standing(self) -> str:
        confirmed = self.contact.confirmed if self.contact else None
        return rules.standing(self.contact is not None, confirmed.at if confirmed else None, now())

    @property
    def lacks(self) -> tuple[str, ...]:
        return rules.lacks(self.contact)

    @property
    def is_late(self) -> bool:
        return rules.is_late(self.due_on, today())

    @property
    def path(self) -> str:
        return f"/duty/cohorts/{self.cohort.id}" if self.cohort else f"/duty/institutions/{self.institution.id}"

    @property
    def audit_place(self) -> str:
        return f"cohort:{self.cohort.id}" if self.cohort else f"institution:{self.institution.id}"


@dataclass(slots=True)
class OnDuty:
    """Whom the people of some cohorts call; nobody yet where `contact` is None."""

    institution: Institution
    contact: DutyContact | None
    cohorts: list[Cohort] = field(default_factory=list)


def get_post_of_institution(actor: Actor, institution_id: int) -> Post:
    """Raises NotFound for an institution that is not the actor's to set."""
    if not policy.may_set_for(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
    institution = accounts.get_institution(institution_id)
    return Post(institution, None, _first(_of_institution(institution_id)))


def get_post_of_cohort(actor: Actor, cohort_id: int) -> Post:
    """Raises NotFound for a cohort that the actor does not coordinate."""
    cohort = enrolment.get_cohort(actor, cohort_id, COORDINATING)
    return Post(cohort.institution, cohort, _first(_of_cohort(cohort_id)))


def get_post_of(actor: Actor, contact_id: int) -> Post:
    """The post at which a contact is or was on duty. Raises NotFound."""
    contact = session().get(DutyContact, contact_id)
    if contact is None or not policy.may_see_contact(actor, contact):
        raise NotFound(N_("There is no such duty phone."))
    if contact.cohort_id is not None:
        return get_post_of_cohort(actor, contact.cohort_id)
    return get_post_of_institution(actor, contact.institution_id)


def list_history(post: Post) -> Sequence[DutyContact]:
    """Newest first; the first may still be on duty."""
    wanted = _of_cohort(post.cohort.id) if post.cohort else _of_institution(post.institution.id)
    return session().scalars(wanted.order_by(DutyContact.id.desc()).limit(SHOWN)).all()


def list_posts(actor: Actor, places: Found) -> list[Post]:
    """Posts at the places that were found: institutions, then cohorts that have not ended."""
    running = [one for one in places.cohorts if one.ends_on >= today()]
    return _posts(places.institutions, running, _list_current(actor))


def list_relied_on(actor: Actor) -> list[Post]:
    """Institutions, and cohorts with a number of their own: a cohort without one has its institution's."""
    contacts = _list_current(actor)
    own = [one.cohort_id for one in contacts if one.cohort_id is not None]
    wanted = select(Cohort).where(Cohort.id.in_(own), Cohort.ends_on >= today())
    running = session().scalars(wanted.order_by(Cohort.starts_on.desc(), Cohort.name)).all()
    return _posts(enrolment.list_coordinated_institutions(actor), running, contacts)


def list_gaps(actor: Actor) -> list[Post]:
    """Posts that nobody can rely on."""
    return [one for one in list_relied_on(actor) if one.lacks or one.standing != rules.FINE]


def _posts(
    institutions: Sequence[Institution], running: Sequence[Cohort], contacts: Sequence[DutyContact]
) -> list[Post]:
    found = {(one.institution_id, one.cohort_id): one for one in contacts}
    due = _due_by_institution([one.id for one in institutions])
    of_all = [Post(one, None, found.get((one.id, None)), due.get(one.id)) for one in institutions]
    return of_all + [
        Post(one.institution, one, found.get((one.institution_id, one.id)), one.duty_due_on) for one in running
    ]


def _due_by_institution(institution_ids: Sequence[int]) -> dict[int, date]:
    """The first day by which a running cohort of theirs is to have a duty phone."""
    wanted = (
        select(Cohort.institution_id, func.min(Cohort.duty_due_on))
        .where(Cohort.institution_id.in_(institution_ids), Cohort.ends_on >= today(), Cohort.duty_due_on.is_not(None))
        .group_by(Cohort.institution_id)
    )
    return {row[0]: row[1] for row in session().execute(wanted) if row[1]}


def find_serving(institution_id: int, cohort_id: int | None = None) -> DutyContact | None:
    """Whom the people of a cohort call: its own contact, or else its institution's. Not whether it was rung."""
    of_all = and_(DutyContact.cohort_id.is_(None), DutyContact.institution_id == institution_id)
    mine = or_(DutyContact.cohort_id == cohort_id, of_all) if cohort_id else of_all
    wanted = (
        select(DutyContact).where(mine, DutyContact.replaced_at.is_(None)).order_by(DutyContact.cohort_id.is_(None))
    )
    return session().scalars(wanted.options(lazyload(DutyContact.confirmations)).limit(1)).first()


def find_gap(actor: Actor, cohort: Cohort) -> Post | None:
    """Where it is to be said what the cohort lacks; None where nothing is lacking or the cohort is over."""
    contact = find_serving(cohort.institution_id, cohort.id)
    if cohort.ends_on < today() or not rules.lacks(contact):
        return None
    is_own = bool(contact and contact.cohort_id) or not policy.may_set_for(actor, cohort.institution_id)
    return Post(cohort.institution, cohort if is_own else None, contact, cohort.duty_due_on)


def list_for(actor: Actor) -> list[OnDuty]:
    """Whom the actor calls: for the cohorts that they learn in, then for those that they teach at."""
    own = select(Enrolment.cohort_id).where(Enrolment.person_id == actor.id, Enrolment.left_on.is_(None))
    taught = or_(
        Cohort.id.in_(sorted(actor.places("cohort", TEACHING))),
        Cohort.institution_id.in_(sorted(actor.places("institution", TEACHING))),
    )
    wanted = (
        select(Cohort, Institution, DutyContact)
        .join(Institution, Institution.id == Cohort.institution_id)
        .outerjoin(DutyContact, _serves())
        .where(or_(Cohort.id.in_(own), and_(taught, Cohort.ends_on >= today())))
        .order_by(Cohort.id.in_(own).desc(), Cohort.starts_on.desc(), Cohort.id, DutyContact.cohort_id.is_(None))
    )
    return _grouped((row[0], row[1], row[2]) for row in session().execute(wanted))


def _grouped(rows: Iterable[tuple[Cohort, Institution, DutyContact | None]]) -> list[OnDuty]:
    """A cohort's own contact comes before its institution's, and each contact is listed once."""
    found: dict[tuple[int, int], OnDuty] = {}
    seen: set[int] = set()
    for cohort, institution, contact in rows:
        if cohort.id not in seen:
            seen.add(cohort.id)
            key = (institution.id, contact.id if contact else 0)
            found.setdefault(key, OnDuty(institution, contact)).cohorts.append(cohort)
    return list(found.values())


def _serves() -> ColumnElement[bool]:
    """A contact in force that is the cohort's own or its institution's."""
    default = and_(DutyContact.cohort_id.is_(None), DutyContact.institution_id == Cohort.institution_id)
    return and_(DutyContact.replaced_at.is_(None), or_(DutyContact.cohort_id == Cohort.id, default))


def _list_current(actor: Actor) -> Sequence[DutyContact]:
    wanted = select(DutyContact).outerjoin(Cohort, Cohort.id == DutyContact.cohort_id)
    return session().scalars(wanted.where(policy.visible_contacts(actor), DutyContact.replaced_at.is_(None))).all()


def _first(wanted: Select[DutyContact]) -> DutyContact | None:
    return session().scalars(wanted.where(DutyContact.replaced_at.is_(None))).first()


def _of_institution(institution_id: int) -> Select[DutyContact]:
    return select(DutyContact).where(DutyContact.institution_id == institution_id, DutyContact.cohort_id.is_(None))


def _of_cohort(cohort_id: int) -> Select[DutyContact]:
    return select(DutyContact).where(DutyContact.cohort_id == cohort_id)
