"""Whether a placement fits: its days into the cohort and beside the learner's others, its learner into the site."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core.clock import today
from app.core.db import session
from app.core.errors import Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.placements import keeping, rules, sites
from app.placements.models import CANCELLED, Placement, Site
from app.placements.rules import Span

LONGEST_FRAME = 500
LONGEST_WEEK = 60 * 60
"""Minutes."""


def checked_terms(weekly_minutes: int | None, frame: str) -> dict[str, object]:
    """Raises Invalid."""
    if weekly_minutes is not None and not 1 <= weekly_minutes <= LONGEST_WEEK:
        raise Invalid(N_("Write whole minutes, from 1 to 3600."), field="weekly_minutes")
    text = frame.strip()
    if len(text) > LONGEST_FRAME:
        raise Invalid(N_("Say it in at most 500 characters."), field="frame")
    return {"weekly_minutes": weekly_minutes, "frame": text}


def check_days(learner: Enrolment, days: Span, *, without: int = 0) -> None:
    """`without` leaves out the placement itself. Raises Invalid."""
    cohort = learner.cohort
    if days[1] < days[0]:
        raise Invalid(N_("The last day is before the first."), field="ends_on")
    if not cohort.starts_on <= days[0] <= cohort.ends_on:
        raise Invalid(
            N_("The cohort runs from %(first)s to %(last)s. An administrator can change its days."),
            field="starts_on",
            first=_said(cohort.starts_on),
            last=_said(cohort.ends_on),
        )
    if days[1] > cohort.ends_on:
        raise Invalid(
            N_("The cohort ends on %(last)s. An administrator can change its days."),
            field="ends_on",
            last=_said(cohort.ends_on),
        )
    wanted = select(Placement).where(
        Placement.enrolment_id == learner.id,
        Placement.id != without,
        Placement.state != CANCELLED,
        Placement.starts_on <= days[1],
        Placement.ends_on >= days[0],
    )
    if other := session().scalars(wanted.limit(1)).first():
        raise Invalid(
            N_("This learner is placed at %(site)s until %(last)s. End that placement first, or begin after it."),
            field="starts_on",
            site=f"\u2068{other.site.name}\u2069",
            last=_said(other.ends_on),
        )


def take_open_site(learner: Enrolment, site_id: int) -> Site:
    """Holds it until the transaction ends. Raises Invalid."""
    site = session().get(Site, site_id)
    if site is not None:
        take_site(site)
    if site is None or learner.cohort.institution_id not in {one.institution_id for one in site.shares}:
        raise Invalid(
            N_("Choose a site of the list. Whoever keeps another site can share it with your institution."),
            field="site",
        )
    if not site.is_open:
        raise Invalid(N_("This site is closed to new placements. Whoever keeps it can open it."), field="site")
    if not rules.takes_learners(site, today()):
        raise Invalid(
            N_(
                "Nobody can be placed at this site before it says whom learners call there, when, and who stands in. "
                "Whoever keeps it fills that in."
            ),
            field="site",
        )
    return site


def take_site(site: Site) -> Site:
    keeping.take(site)
    return site


def check_places(learner: Enrolment, site: Site, days: Span, *, without: int = 0) -> None:
    """The site is held by now, so that of two who want the last place one gets it. Raises Invalid."""
    institution_id = learner.cohort.institution_id
    share = next((one for one in site.shares if one.institution_id == institution_id), None)
    if share is None or sites.count_free(site, share, days, without=without) < 1:
        raise Invalid(
            N_(
                "No place is free at this site on all of these days. Choose other days or another site; whoever keeps "
                "the site can add places, and your institution can change its own limit there."
            ),
            field="starts_on" if without else "site",
        )


def _said(day: date) -> str:
    """A day inside a sentence of any language, kept together whatever its direction."""
    return f"\u2066{day:%d.%m.%Y}\u2069"
