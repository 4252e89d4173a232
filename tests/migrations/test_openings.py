"""What is open when the rule comes: cohorts with a duty phone go on, sites have thirty days to say whom to call."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from app.core.clock import today
from app.core.db import session
from app.duty.models import DutyContact
from app.enrolment.models import Cohort
from app.placements.models import Site
from app.web.database import db

BEFORE = "0024"


def days(column: object) -> set[object]:
    return set(session().scalars(select(column)))  # type: ignore[call-overload]


def again() -> None:
    db.session.remove()
    downgrade(revision=BEFORE)
    upgrade()


def test_who_has_somebody_on_duty_is_given_no_day_and_who_has_not_is(lived_in: Flask) -> None:
    again()
    assert days(Cohort.duty_due_on) == {None}
    due = today("UTC") + timedelta(days=30)
    assert days(Site.duty_due_on) == {due}
    assert days(Site.contact_hours) == {""}
    with db.engine.begin() as connection:
        connection.execute(update(DutyContact).values(backup_phone=""))
    again()
    assert days(Cohort.duty_due_on) == {due}
