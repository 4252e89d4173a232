"""Who supervises a cohort as a whole."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort
from app.enrolment.policy import COORDINATING
from app.placements import leading, people, policy, presenters, queries
from app.placements.forms import LeadingForm
from app.web.languages import gettext
from app.web.render import page

NONE = N_("This programme has no supervision.")


def show(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    return _page(actor, _cohort(actor, cohort_id))


def name(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort, category = _cohort(actor, cohort_id), request.form.get("category", "")
    if category not in {one.id for one in leading.list_categories(cohort)}:
        raise NotFound(NONE)
    form, status = LeadingForm(prefix=f"{category}-"), 422
    if form.validate_on_submit():
        try:
            day = form.from_day.data or today()
            leading.name(actor, cohort, category, form.supervisor.data or None, day, form.seen)
            flash(gettext(N_("Saved.")))
            return redirect(f"/cohorts/{cohort.id}/supervisors", code=303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
    return _page(actor, cohort, category, form), status


def _cohort(actor: Actor, cohort_id: int) -> Cohort:
    """Raises NotFound, also where the programme knows no supervision."""
    cohort = enrolment.get_cohort(actor, cohort_id, COORDINATING)
    if not leading.list_categories(cohort):
        raise NotFound(NONE)
    return cohort


def _page(actor: Actor, cohort: Cohort, category: str = "", sent: LeadingForm | None = None) -> str:
    day, named = today(cohort.institution.time_zone), queries.list_leading(cohort.id)
    choices = presenters.leading_choices(people.list_active(cohort.institution_id))
    parts = []
    for one in leading.list_categories(cohort):
        mine = [row for row in named if row.category == one.id]
        form = sent if sent and one.id == category else LeadingForm.of(one.id, mine, day, cohort)
        form.supervisor.choices = choices
        parts.append((one, mine, form, leading.newest(named, one.id)))
    return page(
        "placements/leading.html",
        cohort=cohort,
        parts=parts,
        sent=sent,
        changes=policy.may_name(actor, cohort),
        day=day,
    )
