"""One's own year: at a glance, one exercise in it, own days."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.practice import days, days_rules, presenters, queries, service
from app.practice.forms import DayForm
from app.practice.year import Year
from app.web.languages import gettext
from app.web.render import page

YEAR, DAYS = "/practice/year", "/practice/days"


def year(actor: Actor) -> ResponseReturnValue:
    return page("practice/year.html", **presenters.year_page(queries.get_own(actor)))


def place(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    return _place_page(queries.get_own(actor), exercise_id)


def _place_page(own: Year, exercise_id: str, error: str = "") -> str:
    if exercise_id not in own.plan.weeks or exercise_id not in own.exercises:
        raise NotFound(queries.NO_EXERCISE)
    return page("practice/place.html", error=error, **presenters.place_page(own, exercise_id))


def skip(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    own = queries.get_own(actor)
    service.skip(actor, own.enrolment_id, exercise_id, own.day)
    return redirect(YEAR, code=303)


def take_back(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    own = queries.get_own(actor)
    service.take_back(actor, own.enrolment_id, exercise_id, own.day)
    return redirect(YEAR, code=303)


def swap(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    own = queries.get_own(actor)
    try:
        service.swap(actor, own.enrolment_id, exercise_id, request.form.get("other", ""), own.day)
    except Invalid as error:
        return _place_page(own, exercise_id, gettext(error.message)), 422
    flash(gettext(N_("They have changed places.")))
    return redirect(YEAR, code=303)


def pause(actor: Actor) -> ResponseReturnValue:
    """Whoever is paused already stays so."""
    own = queries.get_own(actor)
    if not own.is_paused:
        service.pause(actor, own.enrolment_id, own.day)
    return redirect(YEAR, code=303)


def come_back(actor: Actor) -> ResponseReturnValue:
    own = queries.get_own(actor)
    service.come_back(actor, own.enrolment_id, own.day)
    return redirect(YEAR, code=303)


def own_days(actor: Actor) -> ResponseReturnValue:
    return _days_page(queries.get_own(actor), DayForm(formdata=None))


def tick_days(actor: Actor) -> ResponseReturnValue:
    own, form = queries.get_own(actor), DayForm(formdata=None)
    try:
        days.tick(actor, own, request.form.getlist("span"))
    except Invalid as error:
        form.refuse(error)
        return _days_page(own, form), 422
    flash(gettext(N_("Your days are kept.")))
    return redirect(DAYS, code=303)


def add_day(actor: Actor) -> ResponseReturnValue:
    own, form = queries.get_own(actor), DayForm()
    if not form.validate_on_submit():
        return _days_page(own, form), 422
    try:
        days.add(actor, own, form.span())
    except Invalid as error:
        form.refuse(error)
        return _days_page(own, form), 422
    return redirect(DAYS, code=303)


def remove_day(actor: Actor) -> ResponseReturnValue:
    span = days_rules.read(request.form.get("span", ""))
    if span is None:
        raise NotFound(days.NO_DAY)
    days.remove(actor, queries.get_own(actor), span)
    return redirect(DAYS, code=303)


def _days_page(own: Year, form: DayForm) -> str:
    return page("practice/days.html", form=form, **presenters.days_page(own))
