"""One's own account: how one is named and spoken to, password, signed-in browsers."""

from __future__ import annotations

from flask import flash, make_response, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from app.accounts import profile, queries
from app.accounts.actor import Actor
from app.accounts.forms import AccountForm, ChangePasswordForm
from app.accounts.profile import Profile
from app.core.errors import Conflict, Invalid, TooMany
from app.core.words import N_
from app.web.forms import read_version
from app.web.languages import forget_choice, gettext
from app.web.render import page

SAVED = N_("Saved.")


def show(actor: Actor) -> ResponseReturnValue:
    person = queries.get_person(actor.id)
    return page("accounts/account.html", form=AccountForm(obj=person), person=person, stored=None)


def change(actor: Actor) -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate_on_submit():
        return page("accounts/account.html", form=form, person=queries.get_person(actor.id), stored=None), 422
    draft = Profile(
        form.name.data or "", form.language.data or "", form.address_form.data or "", form.text_size.data or ""
    )
    try:
        profile.change(actor, read_version(form.version.data), draft)
    except Invalid as error:
        form.refuse(error)
        return page("accounts/account.html", form=form, person=queries.get_person(actor.id), stored=None), 422
    except Conflict as error:
        return _conflict(actor, form, error)
    flash(gettext(SAVED))
    return forget_choice(make_response(redirect("/account", code=303)))


def _conflict(actor: Actor, form: AccountForm, error: Conflict) -> ResponseReturnValue:
    """What was typed stays in the form, what is stored stands beside it; saving once more is then a decision."""
    stored = queries.get_person(actor.id)
    form.version.data = form.version.raw_data = None
    form.version.process_data(stored.version)
    form.refuse(error)
    return page("accounts/account.html", form=form, person=stored, stored=stored), 409


def password_page(_actor: Actor) -> ResponseReturnValue:
    return page("accounts/password.html", form=ChangePasswordForm())


def change_password(actor: Actor) -> ResponseReturnValue:
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return page("accounts/password.html", form=form), 422
    try:
        profile.change_password(actor, form.old.data or "", form.password.data or "", network=request.remote_addr or "")
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return page("accounts/password.html", form=form), error.status
    flash(gettext(N_("Your password is changed. You are signed out everywhere else.")))
    return redirect("/account", code=303)


def sessions_page(actor: Actor) -> ResponseReturnValue:
    return page("accounts/sessions.html", sessions=profile.list_sessions(actor), own_id=actor.session_id)


def end_session(actor: Actor, session_id: int) -> ResponseReturnValue:
    profile.end_session(actor, session_id)
    if session_id == actor.session_id:
        logout_user()
        cookie.clear()
        return redirect("/sign-in", code=303)
    flash(gettext(N_("Signed out there.")))
    return redirect("/account/sessions", code=303)


def end_other_sessions(actor: Actor) -> ResponseReturnValue:
    profile.end_other_sessions(actor)
    flash(gettext(N_("Signed out everywhere else.")))
    return redirect("/account/sessions", code=303)
