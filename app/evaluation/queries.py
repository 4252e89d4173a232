"""What an evaluator reads: figures of the places at which they hold their role."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import exists, select

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.baseline import figures
from app.baseline.asked import Asked, find_asked
from app.baseline.figures import Year
from app.core.db import session
from app.enrolment import policy
from app.enrolment.finding import Found, named, tidy
from app.enrolment.models import Cohort
from app.releases import queries as releases

READERS = ("evaluator", "administrator")
SHOWN = 10


def find_places(actor: Actor, words: str = "") -> Found:
    """The first institutions with cohorts that the actor follows, `SHOWN` at most."""
    words = tidy(words)
    wanted = (
        select(Institution)
        .where(exists().where(Cohort.institution_id == Institution.id, policy.visible_cohorts(actor, READERS)))
        .where(*map(named, words.split()))
        .order_by(Institution.code)
    )
    found = session().scalars(wanted.limit(SHOWN + 1)).all()
    return Found(words, [], found[:SHOWN], len(found) > SHOWN)


def list_years(actor: Actor, places: Found) -> list[Year]:
    """Cohorts that the actor follows; sums over others as well only for whoever follows the whole institution."""
    programmes = releases.published(actor.release_id).catalogue.programmes
    institutions = [one.id for one in places.institutions]
    found = (_seen_by(actor, year) for year in figures.list_years(institutions, programmes))
    return [year for year in found if year.cohorts]


def list_asked(actor: Actor) -> list[Asked]:
    catalogue = releases.published(actor.release_id).catalogue
    found = (find_asked(catalogue, programme) for programme in catalogue.programmes.values())
    return [one for one in found if one]


def _seen_by(actor: Actor, year: Year) -> Year:
    cohorts = tuple(one for one in year.cohorts if policy.may_see_cohort(actor, one.cohort, READERS))
    is_whole = len(cohorts) == len(year.cohorts)
    return year if is_whole else replace(year, cohorts=cohorts, rest=None)
