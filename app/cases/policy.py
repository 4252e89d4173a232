"""Whose case: the learner's who opened it. What others read of a case comes with the entries sent to them.

What an institution keeps of cases is its administrators' to set; its coordinators see it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING

ADMINISTRATOR = ("administrator",)


def may_see_case(actor: Actor, case: PracticeCase) -> bool:
    return case.enrolment.person_id == actor.id


def visible_cases(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `PracticeCase` joined to `Enrolment`."""
    return Enrolment.person_id == actor.id


def may_read_setting(actor: Actor, institution_id: int) -> bool:
    return actor.is_national(*COORDINATING) or institution_id in actor.places("institution", COORDINATING)


def may_change_setting(actor: Actor, institution_id: int) -> bool:
    return actor.is_national(*ADMINISTRATOR) or institution_id in actor.places("institution", ADMINISTRATOR)
