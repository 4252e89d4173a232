"""Who assesses whom, and who reads what: coordinators read levels, not notes nor which case it was."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.actor import Actor
from app.breakglass import policy as breakglass
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.placements import policy as placed
from app.placements import queries as placements
from app.placements.models import Placement
from app.portfolio.models import PortfolioRating

TRAINING = ("trainer",)


def may_assess(actor: Actor, learner: Enrolment) -> bool:
    """Trainers of the cohort and whoever signs for a placement of the learner; nobody assesses themselves."""
    if learner.person_id == actor.id:
        return False
    return enrolment.may_see_cohort(actor, learner.cohort, TRAINING) or placements.is_signer_of(actor, learner.id)


def assessed(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Enrolment` joined to `Cohort`."""
    signed = select(Placement.enrolment_id).where(placed.signed_placements(actor))
    trained = enrolment.visible_cohorts(actor, TRAINING)
    return and_(Enrolment.person_id != actor.id, or_(trained, Enrolment.id.in_(signed)))


def may_coordinate(actor: Actor, learner: Enrolment) -> bool:
    return enrolment.may_see_cohort(actor, learner.cohort, enrolment.COORDINATING)


def may_see_portfolio(actor: Actor, learner: Enrolment) -> bool:
    """What is shown, and which acts were seen."""
    return learner.person_id == actor.id or may_coordinate(actor, learner) or may_assess(actor, learner)


def may_read_notes(actor: Actor, learner: Enrolment) -> bool:
    """What an assessor wrote: the learner, those who assess, and a coordinator who has opened it and said why."""
    if learner.person_id == actor.id or may_assess(actor, learner):
        return True
    return breakglass.is_open(actor, learner.id)


def may_read_evidence(actor: Actor, learner: Enrolment) -> bool:
    """Which case or entry a rating rests on: the learner, whoever signs, and a coordinator who has opened it."""
    if learner.person_id == actor.id or placements.is_signer_of(actor, learner.id):
        return True
    return breakglass.is_open(actor, learner.id)


def may_take_away(actor: Actor, learner: Enrolment) -> bool:
    """The export for an examiner."""
    if learner.person_id == actor.id or may_coordinate(actor, learner):
        return True
    return enrolment.may_see_cohort(actor, learner.cohort, TRAINING)


def may_withdraw(actor: Actor, rating: PortfolioRating) -> bool:
    """Whoever rated, also once they assess here no more."""
    return rating.assessor_id == actor.id
