"""What a coordinator sets for a cohort: an alert, weeks of rest. Nobody's practice stands here."""

from __future__ import annotations

from datetime import date

from flask import redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Invalid
from app.enrolment import policy
from app.enrolment.models import Cohort
from app.enrolment.queries import get_cohort
from app.practice import areas
from app.practice.figures import find_figures
from app.practice.forms import EVERYWHERE, AlertForm, RestForm
from app.web.render import page


def area(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    return _page(actor, _cohort(actor, cohort_id), AlertForm(formdata=None), RestForm(formdata=None))


def switch_on(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort, form = _cohort(actor, cohort_id), AlertForm()
    if form.validate_on_submit():
        everywhere = form.area.data == EVERYWHERE
        try:
            areas.switch_on(actor, cohort, form.last_day.data, _day(cohort), everywhere=everywhere)
            return _back(cohort_id)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, cohort, form, RestForm(formdata=None)), 422


def switch_off(actor: Actor, cohort_id: int, alert_id: int) -> ResponseReturnValue:
    areas.switch_off(actor, _cohort(actor, cohort_id), alert_id)
    return _back(cohort_id)


def rest(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort, form = _cohort(actor, cohort_id), RestForm()
    if form.validate_on_submit() and form.first_day.data and form.last_day.data:
        try:
            areas.rest(actor, cohort, form.first_day.data, form.last_day.data, _day(cohort))
            return _back(cohort_id)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, cohort, AlertForm(formdata=None), form), 422


def end_rest(actor: Actor, cohort_id: int, rest_id: int) -> ResponseReturnValue:
    cohort = _cohort(actor, cohort_id)
    areas.end_rest(actor, cohort, rest_id, _day(cohort))
    return _back(cohort_id)


def _cohort(actor: Actor, cohort_id: int) -> Cohort:
    return get_cohort(actor, cohort_id, policy.COORDINATING)


def _day(cohort: Cohort) -> date:
    return today(cohort.institution.time_zone)


def _back(cohort_id: int) -> ResponseReturnValue:
    return redirect(f"/cohorts/{cohort_id}/practice", code=303)


def _page(actor: Actor, cohort: Cohort, alert_form: AlertForm, rest_form: RestForm) -> str:
    day = _day(cohort)
    return page(
        "practice/area.html",
        cohort=cohort,
        alerts=areas.list_alerts(cohort, day),
        rests=areas.list_pauses(cohort, day),
        is_keeper=areas.may_switch_everywhere(actor, cohort),
        alert_form=alert_form,
        rest_form=rest_form,
        figures=find_figures(actor, cohort),
    )
