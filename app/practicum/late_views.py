"""A coordinator lets days in that are too long ago."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING
from app.practicum import allowing
from app.practicum.content import get_held
from app.practicum.forms import LateForm
from app.web.languages import gettext
from app.web.render import page


def show(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    return _page(actor, enrolment.get_enrolment(actor, enrolment_id, COORDINATING), LateForm(formdata=None))


def allow(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner, form = enrolment.get_enrolment(actor, enrolment_id, COORDINATING), LateForm()
    if form.validate_on_submit():
        try:
            first, last = form.from_day.data, form.until_day.data
            allowing.allow_late(actor, learner, first, last, form.reason.data or "")  # type: ignore[arg-type]
            flash(gettext(N_("These days may be sent in now. The learner reads your reason.")))
            return redirect(f"/learners/{learner.id}/late-entries", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, learner, form), 422


def _page(actor: Actor, learner: Enrolment, form: LateForm) -> str:
    limits = get_held(learner.cohort).practicum.limits
    return page(
        "practicum/late.html",
        learner=learner,
        form=form,
        limits=limits,
        allowed=allowing.list_allowed(learner.id),
        is_own=learner.person_id == actor.id,
    )
