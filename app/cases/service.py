"""Opening and closing cases."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.cases import policy, queries, rules
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment

NOT_KEPT = N_(
    "Your institution keeps no cases in Kelim, so there are no codes here. Write entries without one; they count."
)
CHANGED = N_("This case was changed meanwhile. Look at it as it stands now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    age_band: str
    step: int
    presentation: str
    guardian_confirmed: bool = False


def open_case(actor: Actor, enrolment: Enrolment, draft: CaseDraft) -> PracticeCase:
    """Raises Invalid for what is on no list, a minor without the guardian rule confirmed, and where none is kept."""
    if enrolment.person_id != actor.id:
        raise NotFound(N_("There is no such learner here."))
    require_keeping(enrolment.cohort.institution_id)
    _check(draft)
    is_minor = rules.needs_guardian(draft.age_band)
    case = PracticeCase(
        code=_fresh_code(),
        enrolment_id=enrolment.id,
        institution_id=enrolment.cohort.institution_id,
        age_band=draft.age_band,
        step=draft.step,
        presentation=draft.presentation,
        opened_on=today(enrolment.cohort.institution.time_zone),
        guardian_confirmed=is_minor and draft.guardian_confirmed,
    )
    session().add(case)
    session().flush()
    audit.record(person_id(actor), "case.open", f"case:{case.id}", place=f"enrolment:{enrolment.id}")
    return case


def close(actor: Actor, case: PracticeCase, seen: int) -> None:
    """The accompaniment is over; entries of earlier days may still name it. Raises Conflict, NotFound."""
    _take(actor, case, seen)
    if case.closed_on is not None:
        raise Conflict(CHANGED)
    case.closed_on = today(case.enrolment.cohort.institution.time_zone)
    _changed(actor, case, "case.close")


def reopen(actor: Actor, case: PracticeCase, seen: int) -> None:
    """It goes on after all. Raises Conflict, NotFound."""
    _take(actor, case, seen)
    if case.closed_on is None:
        raise Conflict(CHANGED)
    case.closed_on = None
    _changed(actor, case, "case.reopen")


def require_keeping(institution_id: int) -> None:
    """Raises Invalid where the institution keeps no cases."""
    if not queries.keeps_cases(institution_id):
        raise Invalid(NOT_KEPT)


def _check(draft: CaseDraft) -> None:
    if draft.age_band not in rules.AGE_BANDS:
        raise Invalid(N_("Choose an age band."), field="age_band")
    if draft.step not in rules.STEPS:
        raise Invalid(N_("Choose a step."), field="step")
    if draft.presentation not in rules.PRESENTATIONS:
        raise Invalid(N_("Choose what it is mainly about."), field="presentation")
    if rules.needs_guardian(draft.age_band) and not draft.guardian_confirmed:
        message = N_(
            "With people of 16 and 17 the rule of your framework about parents comes first. Ask your coordinator "
            "what it is; confirm it here once it is kept."
        )
        raise Invalid(message, field="guardian_confirmed")


def _fresh_code() -> str:
    """Two equal codes are unlikely; a unique column would refuse the second."""
    code = rules.new_code()
    while session().scalars(select(PracticeCase.id).where(PracticeCase.code == code)).first() is not None:
        code = rules.new_code()
    return code


def _take(actor: Actor, case: PracticeCase, seen: int) -> None:
    if not policy.may_see_case(actor, case):
        raise NotFound(N_("There is no such case of yours."))
    session().refresh(case, with_for_update=session().get_bind().dialect.name != "sqlite")
    if case.version != seen:
        raise Conflict(CHANGED)


def _changed(actor: Actor, case: PracticeCase, action: str) -> None:
    case.version += 1
    session().flush()
    audit.record(person_id(actor), action, f"case:{case.id}", place=f"enrolment:{case.enrolment_id}")
