"""Signing in and out."""

from __future__ import annotations

from flask import redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from app.accounts import devices, service, sessions, setup
from app.accounts.actor import Actor, Nobody
from app.accounts.arriving_setup import come_in, safe_next
from app.accounts.forms import SignInForm
from app.core.errors import Invalid, TooMany
from app.web.render import page


def sign_in_page(actor: Actor | Nobody) -> ResponseReturnValue:
    if not actor.is_anonymous:
        return redirect("/")
    return page("accounts/sign-in.html", form=SignInForm(), next=safe_next())


def sign_in(_actor: Actor | Nobody) -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return page("accounts/sign-in.html", form=form, next=safe_next()), 422
    try:
        entered = service.sign_in(
            form.email.data or "",
            form.password.data or "",
            network=request.remote_addr or "",
            door=setup.entrance(),
            device=devices.describe(request.user_agent.string),
            going=safe_next(),
        )
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return page("accounts/sign-in.html", form=form, next=safe_next()), error.status
    return redirect(come_in(entered, safe_next()), code=303)


def sign_out(actor: Actor) -> ResponseReturnValue:
    sessions.end(actor.session_id)
    logout_user()
    cookie.clear()
    return redirect("/sign-in", code=303)
