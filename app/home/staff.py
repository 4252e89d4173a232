"""What waits for whoever teaches, coordinates, supervises, evaluates or administers, riskiest and oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.catalogue.types import Contact
from app.core.clock import today
from app.core.db import session
from app.core.suppression import SMALLEST_GROUP
from app.enrolment import policy
from app.enrolment.models import Cohort, Enrolment
from app.hours.models import Credit
from app.hours.queries import TRAINING
from app.learning import activity
from app.releases import queries as releases
from app.releases.models import ContentActivation

SHOWN, LISTED = 20, 100
CONFIRMED_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class ContactState:
    """`none`: nobody of the institution has confirmed any number; `old`: confirmed, but over 180 days ago."""

    none: bool
    old: int

    @property
    def is_fine(self) -> bool:
        return not self.none and not self.old


def contact_state(contacts: Iterable[Contact], day: date) -> ContactState:
    confirmed = [_day(one.verified_on) for one in contacts if one.verified_on]
    old = sum(1 for on in confirmed if on is None or day - on > CONFIRMED_FOR)
    return ContactState(not confirmed, old)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def find_contact_state(actor: Actor) -> ContactState:
    return contact_state(releases.published(actor.release_id).catalogue.contacts.values(), today())


@dataclass(frozen=True, slots=True)
class Attention:
    """Learners of the actor's cohorts who need somebody."""

    not_started: list[activity.Quiet]
    silent: list[activity.Quiet]


def list_attention(actor: Actor) -> Attention:
    here = policy.visible_cohorts(actor, policy.COORDINATING)
    return Attention(
        activity.list_quiet(here, activity.never, SHOWN), activity.list_quiet(here, activity.silent(), SHOWN)
    )


@dataclass(frozen=True, slots=True)
class CohortSize:
    id: int
    name: str
    programme_id: str
    starts_on: date
    ends_on: date
    learners: int


def list_sizes(actor: Actor, roles: tuple[str, ...]) -> list[CohortSize]:
    """The newest cohorts at which one of these roles is held, `LISTED` at most, with how many learn there."""
    newest = (
        select(Cohort.id, Cohort.name, Cohort.programme_id, Cohort.starts_on, Cohort.ends_on)
        .where(policy.visible_cohorts(actor, roles))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
        .limit(LISTED)
        .subquery()
    )
    learning = (
        select(func.count(Enrolment.id))
        .where(Enrolment.cohort_id == newest.c.id, Enrolment.left_on.is_(None))
        .correlate(newest)
        .scalar_subquery()
    )
    wanted = select(*newest.c, learning).order_by(newest.c.starts_on.desc(), newest.c.name, newest.c.id)
    return [CohortSize(*list(row)) for row in session().execute(wanted)]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Counts of one cohort. None where a group, or those outside of it, would be fewer than five."""

    cohort: CohortSize
    learners: int | None
    started: int | None
    silent: int | None
    mean_minutes: int | None


def list_aggregates(actor: Actor) -> list[Aggregate]:
    sizes = list_sizes(actor, ("evaluator",))
    ids = [one.id for one in sizes]
    started, silent = _count(ids, ~activity.never), _count(ids, activity.silent())
    credited = _credited(ids)
    return [
        Aggregate(
            one,
            shown_count(one.learners, one.learners),
            shown_count(started.get(one.id, 0), one.learners),
            shown_count(silent.get(one.id, 0), one.learners),
            _mean(*credited.get(one.id, (0, 0)), one.learners),
        )
        for one in sizes
    ]


def shown_count(count: int, of: int) -> int | None:
    """A count that tells of no group under five: neither those counted nor, by subtraction, the others."""
    if of < SMALLEST_GROUP or 0 < count < SMALLEST_GROUP or 0 < of - count < SMALLEST_GROUP:
        return None
    return count


def _count(cohort_ids: Sequence[int], which: object) -> dict[int, int]:
    wanted = (
        select(Enrolment.cohort_id, func.count())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.left_on.is_(None), which)  # type: ignore[arg-type]
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def _mean(minutes: int, credited: int, learners: int) -> int | None:
    """None where the sum behind it is that of fewer than five."""
    return None if learners < SMALLEST_GROUP or 0 < credited < SMALLEST_GROUP else minutes // learners


def _credited(cohort_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Minutes of training of each cohort, and how many learners have any."""
    wanted = (
        select(Enrolment.cohort_id, func.sum(Credit.minutes), func.count(Enrolment.id.distinct()))
        .join(Credit, Credit.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.left_on.is_(None), Credit.part.in_(TRAINING))
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: (int(row[1]), row[2]) for row in session().execute(wanted)}


@dataclass(frozen=True, slots=True)
class ReleaseState:
    release_id: int
    activated_at: datetime
    by: str
    lessons: int
    planned: int


def find_release_state() -> ReleaseState | None:
    """The active release: since when, by whom, how much of it is written. None until something was published."""
    if releases.find_active_release_id() is None:
        return None
    latest = session().scalars(select(ContentActivation).order_by(ContentActivation.id.desc()).limit(1)).one()
    lessons = releases.published(latest.release_id).catalogue.lessons.values()
    planned = sum(1 for lesson in lessons if lesson.is_planned)
    return ReleaseState(latest.release_id, latest.activated_at, latest.by_name, len(lessons), planned)
