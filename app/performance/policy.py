"""Who rates whom, and who reads what: raters see no ticks but their own until every wanted rating is in."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from app.accounts.actor import Actor
from app.enrolment import policy as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.performance.models import CANCELLED, OPEN, RATED, Performance
from app.performance.rules import SECOND, SELF

RATING = (*enrolment.TEACHING, "rater")


def may_rate_in(actor: Actor, cohort: Cohort) -> bool:
    return enrolment.may_see_cohort(actor, cohort, RATING)


def may_observe(actor: Actor, learner: Enrolment) -> bool:
    """Trainers, coordinators and raters of the place; nobody observes themselves."""
    return learner.person_id != actor.id and may_rate_in(actor, learner.cohort)


def may_see_performance(actor: Actor, performance: Performance) -> bool:
    return performance.enrolment.person_id == actor.id or may_rate_in(actor, performance.enrolment.cohort)


def visible_performances(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Performance` joined to `Enrolment` and `Cohort`."""
    return or_(Enrolment.person_id == actor.id, enrolment.visible_cohorts(actor, RATING))


def is_own(actor: Actor, performance: Performance) -> bool:
    return performance.enrolment.person_id == actor.id


def may_send(actor: Actor, performance: Performance, part: str, raters: tuple[str, ...]) -> bool:
    """Whether a part may be this actor's at all; whether it is free is another question."""
    if part == SELF:
        return is_own(actor, performance) and SELF in raters
    return may_observe(actor, performance.enrolment) and (part != SECOND or performance.second_wanted)


def may_read_result(actor: Actor, performance: Performance, has_rated: bool) -> bool:
    """Levels, ticks and notes of everybody, for staff. Not while a rating is missing: the second one is blind."""
    if performance.state == OPEN or not may_observe(actor, performance.enrolment):
        return False
    return has_rated or enrolment.may_see_cohort(actor, performance.enrolment.cohort)


def may_settle(actor: Actor, performance: Performance, has_rated: bool) -> bool:
    """The third look is by somebody who teaches or coordinates here and is neither of the two raters."""
    teaches = enrolment.may_see_cohort(actor, performance.enrolment.cohort)
    return performance.state == RATED and teaches and not has_rated and not is_own(actor, performance)


def may_coordinate(actor: Actor, performance: Performance) -> bool:
    places = enrolment.COORDINATING
    return enrolment.may_see_cohort(actor, performance.enrolment.cohort, places) and not is_own(actor, performance)


def may_cancel(actor: Actor, performance: Performance, is_rated: bool) -> bool:
    """Before anybody has rated, whoever may observe; afterwards a coordinator."""
    if performance.state == CANCELLED:
        return False
    return may_coordinate(actor, performance) if is_rated else may_observe(actor, performance.enrolment)


def may_plan(actor: Actor, performance: Performance) -> bool:
    teaches = enrolment.may_see_cohort(actor, performance.enrolment.cohort)
    return teaches and not is_own(actor, performance)
