"""Whose case: the learner's who opened it. What others read of a case comes with the entries sent to them."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.enrolment.models import Enrolment


def may_see_case(actor: Actor, case: PracticeCase) -> bool:
    return case.enrolment.person_id == actor.id


def visible_cases(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `PracticeCase` joined to `Enrolment`."""
    return Enrolment.person_id == actor.id
