"""Signing in and out."""

from __future__ import annotations

from flask import redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from app.accounts import devices, service, sessions, setup
from app.accounts.actor import Actor, Nobody
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
        person, token = service.sign_in(
            form.email.data or "",
            form.password.data or "",
            network=request.remote_addr or "",
            lifetimes=setup.lifetimes(),
            device=devices.describe(request.user_agent.string),
        )
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return page("accounts/sign-in.html", form=form, next=safe_next()), error.status
    start_session(person.id, token)
    return redirect(safe_next() or "/", code=303)


def start_session(person_id: int, token: str) -> None:
    """A fresh cookie for a fresh session: nothing from before signing in survives."""
    cookie.clear()
    cookie.permanent = True
    login_user(Actor(id=person_id, name="", language="", session_token=token))


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
