"""Opening cohorts and enrolling people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution, Person
from app.accounts.service import Place
from app.audit import service as audit
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Cohort, Enrolment


def open_cohort(
    actor: Actor, institution: Institution, programme_id: str, name: str, *, starts_on: date, ends_on: date
) -> Cohort:
    """Raises Invalid if the days are the wrong way round."""
    cohort = Cohort(
        institution_id=institution.id, programme_id=programme_id, name=name, starts_on=starts_on, ends_on=ends_on
    )
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(N_("Only a coordinator of this institution can open a cohort."))
    if ends_on < starts_on:
        raise Invalid(N_("The last day is before the first."), field="ends_on")
    session().add(cohort)
    session().flush()
    audit.record(person_id(actor), "cohort.open", f"cohort:{cohort.id}", place=f"institution:{institution.id}")
    return cohort


def enrol(actor: Actor, person: Person, cohort: Cohort, *, on: date) -> Enrolment:
    """Raises Conflict if the person is in this cohort already."""
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(N_("Only a coordinator of this institution can enrol people."))
    same = select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.cohort_id == cohort.id)
    if session().scalars(same).first():
        raise Conflict(N_("This person is in the cohort already."))
    enrolment = Enrolment(person_id=person.id, cohort_id=cohort.id, enrolled_on=on)
    session().add(enrolment)
    session().flush()
    accounts.grant_role(actor, person, "learner", Place("cohort", cohort.id), from_day=on)
    audit.record(person_id(actor), "enrolment.add", f"enrolment:{enrolment.id}", place=f"cohort:{cohort.id}")
    return enrolment
