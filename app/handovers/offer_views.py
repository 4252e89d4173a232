"""Offering a case of one's own."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.errors import Invalid
from app.core.words import N_
from app.handovers import presenters, queries, service
from app.handovers.checking import require_offerable
from app.handovers.forms import OfferForm
from app.handovers.setup import waits
from app.web.languages import gettext, language
from app.web.noticing import says
from app.web.render import page


def new(actor: Actor, case_id: int) -> ResponseReturnValue:
    case = _open_case(actor, case_id)
    return _page(actor, case, OfferForm.of(queries.find_declined(case.id), language()))


def offer(actor: Actor, case_id: int) -> ResponseReturnValue:
    case, form = _open_case(actor, case_id), OfferForm()
    receivers = _offer(form, case)
    if form.validate_on_submit():
        try:
            if form.draft().has_consent and not form.is_meant:
                return _page(actor, case, form, receivers), 422
            handover = service.offer(actor, case, form.draft(), waits())
            flash(gettext(N_("It is offered. You are told what becomes of it.")))
            return redirect(f"/handovers/{handover.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, case, form, receivers), 422


def _open_case(actor: Actor, case_id: int) -> PracticeCase:
    case = cases.get_case(actor, case_id)
    require_offerable(case)
    return case


def _offer(form: OfferForm, case: PracticeCase) -> bool:
    """Fills the form's lists; whether there is anybody to choose."""
    day = today(case.enrolment.cohort.institution.time_zone)
    found = queries.list_offers(case.enrolment, day)
    form.offer(presenters.receiver_choices(found), presenters.languages())
    return bool(found)


def _page(actor: Actor, case: PracticeCase, form: OfferForm, has_receivers: bool | None = None) -> str:
    has_receivers = _offer(form, case) if has_receivers is None else has_receivers
    return page(
        "handovers/offer.html",
        case=case,
        facts=presenters.facts(case),
        form=form,
        has_receivers=has_receivers,
        phones=presenters.phones(actor),
        says=says(),
        is_without=form.has_consent.data == "no",
        day=today(case.enrolment.cohort.institution.time_zone),
    )
