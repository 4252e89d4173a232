"""What people have asked for: corrections for coordinators, erasures for administrators."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts import policy
from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.privacy import asking, correcting
from app.privacy.forms import AnswerForm, ReasonForm
from app.web.languages import gettext
from app.web.render import page

REQUESTS = "/privacy/requests"


def requests(actor: Actor) -> ResponseReturnValue:
    erases = actor.is_national("administrator")
    erasures = [one for one in asking.list_requests(actor) if one.withdrawn_at is None] if erases else []
    return page(
        "privacy/requests.html",
        corrections=correcting.list_waiting(actor),
        erases=erases,
        erasures=[(one, accounts.get_person(one.person_id)) for one in erasures if one.done_at is None],
        done=[one for one in erasures if one.done_at is not None],
    )


def correction(actor: Actor, correction_id: int) -> ResponseReturnValue:
    return _correction(actor, correction_id, AnswerForm(formdata=None))


def answer_correction(actor: Actor, correction_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            correcting.answer(actor, correction_id, form.answer.data or "")
            flash(gettext(N_("Answered.")))
            return redirect(REQUESTS, code=303)
        except Invalid as error:
            form.refuse(error)
    return _correction(actor, correction_id, form), 422


def _correction(actor: Actor, correction_id: int, form: AnswerForm) -> str:
    found = correcting.get(actor, correction_id)
    return page("privacy/correction.html", found=found, person=accounts.get_person(found.person_id), form=form)


def erase_page(actor: Actor, person_id: int) -> ResponseReturnValue:
    return _erase_page(actor, person_id, ReasonForm(formdata=None))


def ask_for(actor: Actor, person_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            asking.ask_for(actor, person_id, form.reason.data or "")
            flash(gettext(N_("Asked for. A second administrator confirms it, or it happens in fourteen days.")))
            return redirect(REQUESTS, code=303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
    return _erase_page(actor, person_id, form), 422


def _erase_page(actor: Actor, person_id: int, form: ReasonForm) -> str:
    policy.require_administrator(actor)
    return page("privacy/erase.html", person=accounts.get_person(person_id), form=form)


def confirm(actor: Actor, request_id: int) -> ResponseReturnValue:
    asking.confirm(actor, request_id)
    flash(gettext(N_("Erased.")))
    return redirect(REQUESTS, code=303)


def withdraw(actor: Actor, request_id: int) -> ResponseReturnValue:
    asking.withdraw(actor, request_id)
    flash(gettext(N_("Taken back. Nothing is erased.")))
    return redirect(REQUESTS, code=303)
