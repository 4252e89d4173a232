"""Whose import: coordinators and administrators of its place."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, true

from app.accounts.actor import Actor
from app.enrolment.policy import COORDINATING
from app.imports.models import PeopleImport


def may_see_import(actor: Actor, one: PeopleImport) -> bool:
    return (
        actor.is_national(*COORDINATING)
        or one.institution_id in actor.places("institution", COORDINATING)
        or (one.cohort_id is not None and one.cohort_id in actor.places("cohort", COORDINATING))
    )


def visible_imports(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `PeopleImport`."""
    if actor.is_national(*COORDINATING):
        return true()
    return or_(
        PeopleImport.institution_id.in_(sorted(actor.places("institution", COORDINATING))),
        PeopleImport.cohort_id.in_(sorted(actor.places("cohort", COORDINATING))),
    )
