"""A learner's own cases."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.cases import queries, rules, service
from app.cases.forms import CaseForm, VersionForm
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    found = queries.list_own(actor)
    levels = {queries.find_level(one.cohort.institution_id) for one in enrolment.list_own(actor)}
    return page(
        "cases/cases.html",
        open_ones=[one for one in found if one.closed_on is None],
        closed=[one for one in found if one.closed_on is not None],
        presentations=_presentations(),
        is_measured=rules.SCORES in levels,
        is_kept=levels != {rules.NONE},
    )


def new(actor: Actor) -> ResponseReturnValue:
    return _form(_learner(actor, request.args.get("enrolment")), CaseForm(formdata=None))


def create(actor: Actor) -> ResponseReturnValue:
    learner, form = _learner(actor, request.form.get("enrolment")), CaseForm()
    if form.validate_on_submit():
        try:
            case = service.open_case(actor, learner, form.draft())
            return redirect(f"/cases/{case.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _form(learner, form), 422


def close(actor: Actor, case_id: int) -> ResponseReturnValue:
    service.close(actor, queries.get_case(actor, case_id), VersionForm().seen)
    flash(gettext(N_("The case is closed.")))
    return redirect(f"/cases/{case_id}", code=303)


def reopen(actor: Actor, case_id: int) -> ResponseReturnValue:
    service.reopen(actor, queries.get_case(actor, case_id), VersionForm().seen)
    flash(gettext(N_("The case is open again.")))
    return redirect(f"/cases/{case_id}", code=303)


def _learner(actor: Actor, wanted: str | None) -> Enrolment:
    """The enrolment that is named, else the newest. Raises NotFound."""
    learners = enrolment.list_own(actor)
    number = read_version(wanted)
    found = [one for one in learners if not wanted or one.id == number]
    if not found:
        raise NotFound(N_("You are learning in no programme."))
    return found[0]


def _form(learner: Enrolment, form: CaseForm) -> str:
    is_kept = queries.keeps_cases(learner.cohort.institution_id)
    return page("cases/new.html", learner=learner, form=form, is_kept=is_kept)


def _presentations() -> Mapping[str, str]:
    return {code: gettext(word) for code, word in rules.PRESENTATIONS.items()}
