"""What an evaluator reads: figures of the places at which they hold their role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.baseline import figures
from app.baseline.asked import Asked, find_asked
from app.baseline.figures import Year
from app.catalogue.types import Programme
from app.core.db import session
from app.enrolment import policy
from app.enrolment.finding import Found, named, tidy
from app.enrolment.models import Cohort
from app.practice.figures import Told, list_told
from app.releases import queries as releases

READERS = ("evaluator", "administrator")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Practised:
    """Cohorts of one institution and programme that practise, newest first; None where nothing may be told."""

    institution: Institution
    programme: Programme
    cohorts: Sequence[tuple[Cohort, Told | None]]

    @property
    def minutes(self) -> int:
        """Of those that are told alone: nothing can be taken from it."""
        return sum(told.minutes for _, told in self.cohorts if told)


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


def list_practised(actor: Actor, places: Found) -> list[Practised]:
    programmes = releases.published(actor.release_id).catalogue.programmes
    practising = {name: one for name, one in programmes.items() if one.practises}
    wanted = (
        select(Cohort)
        .options(joinedload(Cohort.institution))
        .join(Cohort.institution)
        .where(Cohort.institution_id.in_([one.id for one in places.institutions]))
        .where(Cohort.programme_id.in_(sorted(practising)), policy.visible_cohorts(actor, READERS))
        .order_by(Institution.code, Cohort.programme_id, Cohort.starts_on.desc(), Cohort.name)
    )
    cohorts = session().scalars(wanted).all()
    told = list_told([one.id for one in cohorts])
    groups = groupby(cohorts, lambda one: (one.institution, practising[one.programme_id]))
    return [
        Practised(institution, programme, [(one, told.get(one.id)) for one in found])
        for (institution, programme), found in groups
    ]


def list_asked(actor: Actor) -> list[Asked]:
    catalogue = releases.published(actor.release_id).catalogue
    found = (find_asked(catalogue, programme) for programme in catalogue.programmes.values())
    return [one for one in found if one]


def _seen_by(actor: Actor, year: Year) -> Year:
    cohorts = tuple(one for one in year.cohorts if policy.may_see_cohort(actor, one.cohort, READERS))
    is_whole = len(cohorts) == len(year.cohorts)
    return year if is_whole else replace(year, cohorts=cohorts, rest=None)
