"""Noting that an exercise was shared, and taking the note back."""

from __future__ import annotations

from datetime import date, timedelta

from app.accounts.actor import Actor
from app.cases import queries as cases
from app.core.clock import today
from app.core.db import insert_unless_there, session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.sharing.models import SharingNote
from app.sharing.queries import get_sheeted

GROUP = ""
LATEST = timedelta(days=366)


def note(actor: Actor, enrolment: Enrolment, exercise_id: str, shared_on: date, code: str) -> None:
    """Once, however often it is sent. Raises Invalid for another's code or a day to come, NotFound without a sheet."""
    _own(actor, enrolment)
    get_sheeted(exercise_id)
    now = today(enrolment.cohort.institution.time_zone)
    if not now - LATEST <= shared_on <= now:
        raise Invalid(N_("Choose today, or a day of the last year."), field="shared_on")
    if code != GROUP and code not in {case.code for case in cases.list_open(enrolment.id)}:
        raise Invalid(N_("Choose a code of your own that is open, or a group."), field="whom")
    key = {"enrolment_id": enrolment.id, "exercise_id": exercise_id, "shared_on": shared_on, "code": code}
    insert_unless_there(SharingNote, key)


def forget(actor: Actor, enrolment: Enrolment, exercise_id: str, shared_on: date, code: str) -> None:
    """Nothing happens where there is no such note."""
    _own(actor, enrolment)
    kept = session().get(SharingNote, (enrolment.id, exercise_id, shared_on, code))
    if kept is not None:
        session().delete(kept)


def _own(actor: Actor, enrolment: Enrolment) -> None:
    if enrolment.person_id != actor.id:
        raise NotFound(N_("There is no such learner here."))
