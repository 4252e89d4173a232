"""An administrator helps somebody who lost all that opens their account."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.words import N_
from app.second_step import queries, resetting
from app.second_step.forms import ResetForm
from app.web.languages import gettext
from app.web.render import page


def show(actor: Actor, person_id: int) -> ResponseReturnValue:
    return _page(actor, person_id, ResetForm(formdata=None))


def reset(actor: Actor, person_id: int) -> ResponseReturnValue:
    person, form = resetting.get_person(actor, person_id), ResetForm()
    if not form.validate_on_submit():
        return _page(actor, person_id, form), 422
    try:
        resetting.reset(actor, person, form.reason.data or "")
    except Invalid as error:
        form.refuse(error)
        return _page(actor, person_id, form), error.status
    flash(gettext(N_("Taken away. The person is signed out everywhere and has been written to.")))
    return redirect(f"/people/{person_id}/second-step", code=303)


def _page(actor: Actor, person_id: int, form: ResetForm) -> str:
    person = resetting.get_person(actor, person_id)
    return page(
        "second_step/reset.html",
        form=form,
        person=person,
        standing=queries.get_standing(person.id),
        resets=resetting.list_resets(person),
    )
