"""Whose cohort, whose learner: one thought for the single row and for the list."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, true

from app.accounts.actor import Actor
from app.enrolment.models import Cohort, Enrolment

TEACHING = ("trainer", "coordinator", "administrator")
COORDINATING = ("coordinator", "administrator")


def may_see_cohort(actor: Actor, cohort: Cohort, roles: tuple[str, ...] = TEACHING) -> bool:
    return (
        actor.is_national(*roles)
        or cohort.id in actor.places("cohort", roles)
        or cohort.institution_id in actor.places("institution", roles)
    )


def visible_cohorts(actor: Actor, roles: tuple[str, ...] = TEACHING) -> ColumnElement[bool]:
    """The same rule as SQL over `Cohort`."""
    if actor.is_national(*roles):
        return true()
    cohorts, institutions = actor.places("cohort", roles), actor.places("institution", roles)
    if not cohorts and not institutions:
        return false()
    return or_(Cohort.id.in_(sorted(cohorts)), Cohort.institution_id.in_(sorted(institutions)))


def may_see_enrolment(actor: Actor, enrolment: Enrolment, roles: tuple[str, ...] = TEACHING) -> bool:
    return enrolment.person_id == actor.id or may_see_cohort(actor, enrolment.cohort, roles)


def visible_enrolments(actor: Actor, roles: tuple[str, ...] = TEACHING) -> ColumnElement[bool]:
    """The same rule as SQL over `Enrolment` joined to `Cohort`."""
    return or_(Enrolment.person_id == actor.id, visible_cohorts(actor, roles))
