"""Reading sites and their free places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.duty.rules import FINE
from app.enrolment.models import Cohort, Enrolment
from app.placements import policy, rules
from app.placements.models import AGREED, CANCELLED, Placement, Site, SiteShare
from app.placements.rules import Span

NO_SITE = N_("There is no such site among yours.")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """Days on which a learner of an institution is at a site."""

    site_id: int
    institution_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Places:
    """What an institution may fill at a site: `own` is its own limit, `taken` by it, `free` for it."""

    institution: Institution
    own: int | None
    taken: int
    free: int


@dataclass(frozen=True, slots=True)
class SiteLine:
    site: Site
    taken: int
    places: tuple[Places, ...]


def get_site(actor: Actor, site_id: int) -> Site:
    site = session().get(Site, site_id)
    if site is None or not policy.may_see_site(actor, site):
        raise NotFound(NO_SITE)
    return site


def list_sites(
    actor: Actor, day: date, *, kind: str = "", language: str = "", only_free: bool = False
) -> list[SiteLine]:
    """By name, with the places on that day of each institution at which the actor is."""
    wanted = _with_shares().where(policy.visible_sites(actor)).order_by(Site.name, Site.id).limit(SHOWN)
    if kind:
        wanted = wanted.where(Site.kind == kind)
    found = [one for one in session().scalars(wanted) if not language or language in one.languages]
    taken = list_taken([one.id for one in found], (day, day))
    lines = [line_of(actor, one, taken, (day, day)) for one in found]
    return [one for one in lines if not only_free or (one.site.is_open and any(x.free for x in one.places))]


def line_of(actor: Actor, site: Site, taken: Iterable[Taken], within: Span) -> SiteLine:
    """Whoever edits the site reads of every institution, others of their own."""
    here = [one for one in taken if one.site_id == site.id]
    edits = policy.may_edit_site(actor, site)
    shares = [one for one in site.shares if edits or policy.is_at(actor, one.institution_id)]
    places = tuple(_places(site, share, here, within) for share in shares)
    return SiteLine(site, rules.most_at_once((one.span for one in here), within), places)


def list_offers(learner: Enrolment, within: Span) -> list[SiteLine]:
    """Open sites that the learner's institution may place at, those that speak the learner's language first."""
    institution_id = learner.cohort.institution_id
    shared = select(SiteShare.site_id).where(SiteShare.institution_id == institution_id)
    wanted = _with_shares().where(Site.is_open, Site.id.in_(shared)).order_by(Site.name, Site.id).limit(SHOWN)
    found = [one for one in session().scalars(wanted) if rules.takes_learners(one, today())]
    taken = list_taken([one.id for one in found], within)
    lines = [_offer(one, institution_id, [x for x in taken if x.site_id == one.id], within) for one in found]
    return sorted(lines, key=lambda line: learner.person.language not in line.site.languages)


def list_open() -> Sequence[Site]:
    """All that are open to placements, of everybody."""
    return session().scalars(select(Site).where(Site.is_open).order_by(Site.id)).all()


def list_gaps(actor: Actor, day: date) -> list[tuple[Site, tuple[str, ...]]]:
    """Open sites that the actor keeps and where learners cannot rely on whom to call, each with what it lacks."""
    wanted = _with_shares().where(policy.visible_sites(actor), Site.is_open).order_by(Site.name, Site.id)
    found = (one for one in session().scalars(wanted) if policy.may_edit_site(actor, one))
    return [(one, rules.lacks(one)) for one in found if rules.standing(one, day) != FINE]


def list_at_work(person_id: int, day: date) -> Sequence[Site]:
    """Where somebody is placed on that day."""
    wanted = (
        select(Site)
        .join(Placement, Placement.site_id == Site.id)
        .join(Enrolment, Enrolment.id == Placement.enrolment_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.left_on.is_(None),
            Placement.state == AGREED,
            Placement.starts_on <= day,
            Placement.ends_on >= day,
        )
        .order_by(Placement.starts_on.desc(), Site.id)
    )
    return session().scalars(wanted).unique().all()


def count_free(site: Site, share: SiteShare, within: Span, *, without: int = 0) -> int:
    """Places left for the institution of `share` on every day of `within`; `without` leaves out one placement."""
    taken = list_taken([site.id], within, without=without)
    return _places(site, share, taken, within).free


def list_taken(site_ids: Collection[int], within: Span, *, without: int = 0) -> list[Taken]:
    """Placements there that share a day with `within`; one statement."""
    wanted = (
        select(Placement.site_id, Cohort.institution_id, Placement.starts_on, Placement.ends_on)
        .join(Enrolment, Enrolment.id == Placement.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Placement.site_id.in_(sorted(site_ids)),
            Placement.state != CANCELLED,
            Placement.starts_on <= within[1],
            Placement.ends_on >= within[0],
            Placement.id != without,
        )
    )
    return [Taken(row[0], row[1], (row[2], row[3])) for row in session().execute(wanted)]


def list_at(site: Site, institution_ids: Collection[int], day: date) -> Sequence[Placement]:
    """Learners of these institutions who are or will be at a site, the next to begin first."""
    wanted = (
        select(Placement)
        .join(Placement.enrolment)
        .join(Enrolment.cohort)
        .where(
            Placement.site_id == site.id,
            Placement.state == AGREED,
            Placement.ends_on >= day,
            Cohort.institution_id.in_(sorted(institution_ids)),
        )
        .options(
            joinedload(Placement.enrolment).joinedload(Enrolment.person),
            joinedload(Placement.enrolment).joinedload(Enrolment.cohort).joinedload(Cohort.institution),
            joinedload(Placement.site),
        )
        .order_by(Placement.starts_on, Placement.id)
    )
    return session().scalars(wanted.limit(SHOWN)).all()


def _offer(site: Site, institution_id: int, taken: Sequence[Taken], within: Span) -> SiteLine:
    own = tuple(_places(site, one, taken, within) for one in site.shares if one.institution_id == institution_id)
    return SiteLine(site, rules.most_at_once((one.span for one in taken), within), own)


def _places(site: Site, share: SiteShare, taken: Iterable[Taken], within: Span) -> Places:
    every = list(taken)
    own = rules.most_at_once((one.span for one in every if one.institution_id == share.institution_id), within)
    together = rules.most_at_once((one.span for one in every), within)
    return Places(share.institution, share.capacity, own, rules.free(site.capacity, share.capacity, together, own))


def _with_shares() -> Select[Site]:
    return select(Site).options(selectinload(Site.shares), joinedload(Site.institution))
