"""Who reads a learner's attempts, and who may change a quiz's rules for one learner."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING, may_see_cohort


def may_follow(actor: Actor, enrolment: Enrolment) -> bool:
    """Those who teach or coordinate the cohort; a learner's own attempts have pages of their own."""
    return may_see_cohort(actor, enrolment.cohort)


def may_override(actor: Actor, enrolment: Enrolment) -> bool:
    """Nobody opens anything for themselves."""
    return may_see_cohort(actor, enrolment.cohort, COORDINATING) and enrolment.person_id != actor.id
