"""Changing one's own address: asked for here, proved by the link in the letter."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import addresses
from app.accounts.actor import Actor
from app.accounts.forms import AddressForm
from app.core.errors import Conflict, Invalid, TooMany
from app.core.words import N_
from app.web.languages import gettext
from app.web.render import page


def email_page(_actor: Actor) -> ResponseReturnValue:
    return page("accounts/email.html", form=AddressForm(formdata=None))


def ask_email(actor: Actor) -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return page("accounts/email.html", form=form), 422
    given, network = (form.password.data or "", form.email.data or ""), request.remote_addr or ""
    try:
        addresses.ask(actor, *given, network=network, secret=_secret())
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return page("accounts/email.html", form=form), error.status
    flash(gettext(N_("If this address is free, a letter goes there. Open its link while you are signed in here.")))
    return redirect("/account", code=303)


def prove_email_page(actor: Actor, token: str) -> ResponseReturnValue:
    address = addresses.read(actor, token, secret=_secret())
    return page("accounts/email-prove.html", address=address, token=token)


def prove_email(actor: Actor, token: str) -> ResponseReturnValue:
    try:
        addresses.change(actor, token, secret=_secret())
    except Conflict as error:
        flash(gettext(error.message), "error")
        return redirect("/account/email", code=303)
    flash(gettext(N_("Your new address is kept. Sign in with it from now on.")))
    return redirect("/account", code=303)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
