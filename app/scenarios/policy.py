"""Who reads that somebody asked for the private way: those who teach the cohort, and never for themselves."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from app.accounts.actor import Actor
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.scenarios.models import Alternative


def may_see_alternative(actor: Actor, alternative: Alternative) -> bool:
    learner = alternative.enrolment
    return learner.person_id != actor.id and enrolment.may_see_cohort(actor, learner.cohort, enrolment.TEACHING)


def visible_alternatives(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `Alternative` joined to `Enrolment` and `Cohort`."""
    return and_(Enrolment.person_id != actor.id, enrolment.visible_cohorts(actor, enrolment.TEACHING))
