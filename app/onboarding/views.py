"""Setting up an institution, step by step; each step saves by itself."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import institutions, policy
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.errors import Conflict, Invalid
from app.core.words import LANGUAGES, N_, name_in
from app.duty import opening
from app.enrolment import calendar, finding
from app.onboarding import queries
from app.onboarding.forms import CohortForm, InstitutionForm, SpanForm
from app.releases import queries as releases
from app.web.languages import gettext, language
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    found = finding.find_institutions(actor, request.args.get("find", ""))
    return page(
        "onboarding/list.html",
        found=found,
        standings=queries.list_standings(actor, found),
        adds=actor.is_national("administrator"),
    )


def show(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(actor, institution_id)
    return page("onboarding/steps.html", standing=queries.standing_of(actor, institution))


def new(actor: Actor) -> ResponseReturnValue:
    policy.require_administrator(actor)
    zone = current_app.extensions["kelim_settings"].time_zone
    form = InstitutionForm(formdata=None, data={"time_zone": zone, "languages": list(LANGUAGES)})
    return page("onboarding/institution.html", form=form, institution=None)


def add(actor: Actor) -> ResponseReturnValue:
    form = InstitutionForm()
    if form.validate_on_submit():
        try:
            made = institutions.add(actor, form.draft())
            flash(gettext(N_("The institution is added. Go on wherever you like: each step saves by itself.")))
            return redirect(f"/set-up/{made.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return page("onboarding/institution.html", form=form, institution=None), 422


def institution_page(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(actor, institution_id)
    return _institution_page(institution, InstitutionForm.of(institution))


def change_institution(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution, form, status = queries.get_institution(actor, institution_id), InstitutionForm(), 422
    del form.code
    if form.validate_on_submit():
        try:
            institutions.change(actor, institution, form.draft(), form.seen)
            return _saved(institution)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            status = 409
    return _institution_page(institution, form, in_conflict=status == 409), status


def _institution_page(institution: Institution, form: InstitutionForm, *, in_conflict: bool = False) -> str:
    if "code" in form:
        del form.code
    version = institution.version if in_conflict else form.seen or institution.version
    return page(
        "onboarding/institution.html", form=form, institution=institution, version=version, in_conflict=in_conflict
    )


def calendar_page(actor: Actor, institution_id: int) -> ResponseReturnValue:
    return _calendar_page(queries.get_institution(actor, institution_id), SpanForm(formdata=None))


def add_span(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution, form = queries.get_institution(actor, institution_id), SpanForm()
    if form.validate_on_submit():
        try:
            calendar.add(actor, institution.id, form.draft())
            flash(gettext(N_("Saved.")))
            return redirect(f"/set-up/{institution.id}/calendar", code=303)
        except Invalid as error:
            form.refuse(error)
    return _calendar_page(institution, form), 422


def remove_span(actor: Actor, institution_id: int, span_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(actor, institution_id)
    calendar.remove(actor, institution.id, span_id)
    flash(gettext(N_("Removed.")))
    return redirect(f"/set-up/{institution.id}/calendar", code=303)


def _calendar_page(institution: Institution, form: SpanForm) -> str:
    return page(
        "onboarding/calendar.html",
        institution=institution,
        form=form,
        spans=calendar.list_spans(institution.id),
        kinds=calendar.KINDS,
    )


def cohorts_page(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(actor, institution_id)
    first, last = queries.suggested_days(institution.id)
    return _cohorts_page(actor, institution, CohortForm(formdata=None, data={"starts_on": first, "ends_on": last}))


def open_cohort(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution, form = queries.get_institution(actor, institution_id), CohortForm()
    _offer(actor, form)
    if form.validate_on_submit():
        try:
            made = opening.open_cohort(
                actor,
                institution,
                str(form.programme.data),
                (form.name.data or "").strip(),
                starts_on=form.first_day,
                ends_on=form.last_day,
            )
            flash(gettext(N_("The cohort is open. Bring its people in, or go on with another step.")))
            return redirect(f"/set-up/{made.institution_id}", code=303)
        except opening.NobodyOnDuty as error:
            return _cohorts_page(actor, institution, form), error.status
        except (Invalid, Conflict) as error:
            form.refuse(error, field="name")
            return _cohorts_page(actor, institution, form), error.status
    return _cohorts_page(actor, institution, form), 422


def _cohorts_page(actor: Actor, institution: Institution, form: CohortForm) -> str:
    _offer(actor, form)
    return page(
        "onboarding/cohorts.html",
        institution=institution,
        form=form,
        refusal=opening.find_refusal(institution),
        cohorts=queries.list_cohorts(institution.id),
        programmes=releases.published(actor.release_id).catalogue.programmes,
    )


def _offer(actor: Actor, form: CohortForm) -> None:
    programmes = releases.published(actor.release_id).catalogue.programmes.values()
    form.programme.choices = [(one.id, name_in(one.title, language())) for one in programmes]


def _saved(institution: Institution) -> ResponseReturnValue:
    flash(gettext(N_("Saved.")))
    return redirect(f"/set-up/{institution.id}", code=303)
