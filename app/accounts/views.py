"""Signing in and out."""

from __future__ import annotations

from flask import redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from app.accounts import devices, service, sessions, setup
from app.accounts.actor import Actor, Nobody
from app.accounts.entrance import Entered
from app.accounts.forms import SignInForm
from app.core.errors import Invalid, TooMany
from app.web.render import page

HALF = "half"
"""What the cookie calls the token of a sign-in that waits for its second step."""
SECOND_STEP = "/sign-in/second-step"


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


def come_in(entered: Entered, going: str = "") -> str:
    """A fresh cookie for a fresh session, whole or half: nothing from before survives. Returns where to go next."""
    cookie.clear()
    if entered.is_half:
        cookie[HALF] = entered.token
        return SECOND_STEP
    cookie.permanent = True
    login_user(Actor(id=entered.person_id, name="", language="", session_token=entered.token))
    return going or "/"


def sign_out(actor: Actor) -> ResponseReturnValue:
    sessions.end(actor.session_id)
    logout_user()
    cookie.clear()
    return redirect("/sign-in", code=303)


def safe_next() -> str:
    """Only a path of ours: anything else that `next` may hold is dropped."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_ours and "\\" not in wanted and wanted.isprintable() else ""
