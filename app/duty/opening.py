"""Opening cohorts: only where somebody is on duty for their people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.audit import service as audit
from app.core.db import hold, session
from app.core.errors import Forbidden, Invalid
from app.core.words import N_
from app.duty import queries, rules
from app.enrolment import policy
from app.enrolment.models import Cohort

NOBODY = N_(
    "A cohort opens once somebody is on duty for its people. Missing here: who is on duty, their number, when somebody "
    "answers, and a stand-in with a number."
)
NO_STAND_IN = N_("A cohort opens once whoever is on duty has a stand-in with a number, for when nobody answers.")


class NobodyOnDuty(Invalid):
    """`path` leads to where it is filled in."""

    def __init__(self, institution: Institution, lacks: tuple[str, ...]) -> None:
        super().__init__(NO_STAND_IN if lacks == (rules.STAND_IN,) else NOBODY)
        self.path = f"/duty/institutions/{institution.id}"


def find_refusal(institution: Institution) -> NobodyOnDuty | None:
    """What keeps cohorts of this institution from opening."""
    lacks = rules.lacks(queries.find_serving(institution.id))
    return NobodyOnDuty(institution, lacks) if lacks else None


def open_cohort(
    actor: Actor, institution: Institution, programme_id: str, name: str, *, starts_on: date, ends_on: date
) -> Cohort:
    """Raises NobodyOnDuty, and Invalid if the days are the wrong way round or the name is taken."""
    cohort = Cohort(
        institution_id=institution.id, programme_id=programme_id, name=name, starts_on=starts_on, ends_on=ends_on
    )
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(N_("Only a coordinator of this institution can open a cohort."))
    if ends_on < starts_on:
        raise Invalid(N_("The last day is before the first."), field="ends_on")
    hold(select(Institution.id).where(Institution.id == institution.id).with_for_update())
    if refusal := find_refusal(institution):
        raise refusal
    try:
        with session().begin_nested():
            session().add(cohort)
    except IntegrityError as error:
        raise Invalid(N_("There is a cohort of this programme with this name already."), field="name") from error
    audit.record(person_id(actor), "cohort.open", f"cohort:{cohort.id}", place=f"institution:{institution.id}")
    return cohort
