"""One's own page: what was read and agreed to, a copy, a correction, an end."""

from __future__ import annotations

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import profile
from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.core.db import write_transaction
from app.core.errors import Conflict, Invalid, KelimError, TooMany
from app.core.words import N_
from app.privacy import asking, copies, correcting, queries
from app.privacy.forms import CorrectionForm, PasswordForm
from app.privacy.rules import CONSENTS, EVALUATION
from app.web.forms import Form
from app.web.languages import gettext, language
from app.web.render import page

MINE = "/privacy/mine"


def mine(actor: Actor) -> ResponseReturnValue:
    return page(
        "privacy/mine.html",
        reading=queries.find_reading(actor.id),
        consent=queries.find_consent(actor.id, EVALUATION),
        version=CONSENTS[EVALUATION],
        copy=copies.find_open(actor.id),
        corrections=correcting.list_own(actor),
        erasure=asking.find_open(actor.id),
    )


def copy_page(_actor: Actor) -> ResponseReturnValue:
    return page("privacy/ask-copy.html", form=PasswordForm(formdata=None))


def ask_copy(actor: Actor) -> ResponseReturnValue:
    form = PasswordForm()
    try:
        if form.validate_on_submit() and _knows_password(actor, form):
            with write_transaction():
                copies.ask(actor, language())
            flash(gettext(N_("The copy is being made. You get a letter when it is ready.")))
            return redirect(MINE, code=303)
    except Conflict as error:
        form.refuse(error)
    return page("privacy/ask-copy.html", form=form), 422


def fetch_copy(actor: Actor) -> ResponseReturnValue:
    answer = Response(copies.fetch(actor, ring()), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="kelim-data.zip"'
    return answer


def correction_page(_actor: Actor) -> ResponseReturnValue:
    return page("privacy/ask-correction.html", form=CorrectionForm(formdata=None))


def ask_correction(actor: Actor) -> ResponseReturnValue:
    form = CorrectionForm()
    if form.validate_on_submit():
        try:
            correcting.ask(actor, form.text.data or "")
            flash(gettext(N_("Your coordinators see it. You find the answer here.")))
            return redirect(MINE, code=303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
    return page("privacy/ask-correction.html", form=form), 422


def erasure_page(_actor: Actor) -> ResponseReturnValue:
    return page("privacy/ask-erasure.html", form=PasswordForm(formdata=None))


def ask_erasure(actor: Actor) -> ResponseReturnValue:
    form = PasswordForm()
    try:
        if form.validate_on_submit() and _knows_password(actor, form):
            with write_transaction():
                asking.ask(actor)
            flash(gettext(N_("You will be erased in seven days. Until then you can take it back here.")))
            return redirect(MINE, code=303)
    except Conflict as error:
        form.refuse(error)
    return page("privacy/ask-erasure.html", form=form), 422


def withdraw_erasure(actor: Actor) -> ResponseReturnValue:
    if found := asking.find_open(actor.id):
        asking.withdraw(actor, found.id)
    flash(gettext(N_("Taken back. Nothing is erased.")))
    return redirect(MINE, code=303)


def _knows_password(actor: Actor, form: Form) -> bool:
    """Else the form says why not."""
    try:
        profile.require_password(
            actor, form["password"].data or "", network=request.remote_addr or "", field="password"
        )
    except (Invalid, TooMany) as error:
        _refuse(form, error)
        return False
    return True


def _refuse(form: Form, error: KelimError) -> None:
    form.refuse(error, field="password")
