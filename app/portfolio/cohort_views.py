"""A cohort's competencies: who has shown what, who has to show something anew, who lacks assessors."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.enrolment import queries as enrolment
from app.portfolio import cohorts
from app.portfolio.content import get_held
from app.portfolio.presenters import cell
from app.web.render import page


def of_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id)
    held = get_held(cohort, actor.release_id)
    lines = cohorts.read(cohort, held.portfolio)
    return page(
        "portfolio/cohort.html",
        cohort=cohort,
        held=held,
        lines=[(one, [cell(each) for each in one.standings]) for one in lines],
        reopened=sum(one.is_reopened for one in lines),
        lacking=sum(one.lacks_assessors for one in lines),
    )
