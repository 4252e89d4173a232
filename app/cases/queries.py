"""Reading cases."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.cases import policy
from app.cases.models import CaseSetting, PracticeCase
from app.cases.rules import COUNTS, NONE
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment

SHOWN = 200


def get_case(actor: Actor, case_id: int) -> PracticeCase:
    """Raises NotFound."""
    case = session().get(PracticeCase, case_id)
    if case is None or not policy.may_see_case(actor, case):
        raise NotFound(N_("There is no such case of yours."))
    return case


def list_open(enrolment_id: int) -> Sequence[PracticeCase]:
    """A learner's cases that are not closed, the newest first."""
    wanted = select(PracticeCase).where(PracticeCase.enrolment_id == enrolment_id, PracticeCase.closed_on.is_(None))
    return session().scalars(wanted.order_by(PracticeCase.id.desc()).limit(SHOWN)).all()


def list_of(enrolment_id: int) -> Sequence[PracticeCase]:
    """A learner's cases, closed ones as well, the newest first."""
    wanted = select(PracticeCase).where(PracticeCase.enrolment_id == enrolment_id)
    return session().scalars(wanted.order_by(PracticeCase.id.desc()).limit(SHOWN)).all()


def list_own(actor: Actor) -> Sequence[PracticeCase]:
    """The actor's cases, open ones first."""
    wanted = (
        select(PracticeCase)
        .join(PracticeCase.enrolment)
        .options(contains_eager(PracticeCase.enrolment).joinedload(Enrolment.cohort))
        .where(policy.visible_cases(actor))
        .order_by(PracticeCase.closed_on.is_not(None), PracticeCase.id.desc())
        .limit(SHOWN)
    )
    return session().scalars(wanted).all()


def find_setting(institution_id: int) -> CaseSetting | None:
    """What an administrator has set; None where the usual holds."""
    return session().get(CaseSetting, institution_id)


def find_level(institution_id: int) -> str:
    """One of `rules.LEVELS`."""
    setting = find_setting(institution_id)
    return setting.case_data if setting else COUNTS


def keeps_cases(institution_id: int) -> bool:
    """Whether codes are opened and named there."""
    return find_level(institution_id) != NONE
