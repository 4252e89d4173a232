"""One's own second step: what is set up, and changing it once the password was given again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import sessions, setup
from app.accounts.actor import Actor
from app.accounts.arriving_setup import safe_next
from app.core.errors import Conflict, Forbidden, Gone, Invalid, TooMany
from app.core.words import N_
from app.second_step import drafts, queries, service, set_up_presenters
from app.second_step.drafts import APP, PASSKEY
from app.second_step.forms import CodeForm, NewPasskeyForm, PasswordForm
from app.second_step.setup import network, owner, site
from app.web.forms import Form
from app.web.languages import gettext
from app.web.render import page

HERE = "/account/second-step"


def show(actor: Actor) -> ResponseReturnValue:
    return _page(actor, PasswordForm(formdata=None))


def confirm(actor: Actor) -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(actor, form), 422
    try:
        service.confirm_password(actor, form.password.data or "", network=network())
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return _page(actor, form), error.status
    return redirect(HERE, code=303)


def begin(actor: Actor) -> ResponseReturnValue:
    kind = request.form.get("kind", "")
    if kind not in drafts.KINDS or (kind == PASSKEY and site() is None):
        return redirect(HERE, code=303)
    return _done(lambda: service.begin(actor, owner(actor), kind), f"{HERE}/{kind}")


def app_page(actor: Actor) -> ResponseReturnValue:
    return _app(actor, CodeForm(formdata=None))


def add_app(actor: Actor) -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return _app(actor, form, 422)
    try:
        return _done(
            lambda: service.add_app(actor, owner(actor), form.code.data or "", network=network()),
            _after_adding(actor),
            N_("The app is set up."),
        )
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return _app(actor, form, error.status)


def passkey_page(actor: Actor) -> ResponseReturnValue:
    return _passkey(actor, NewPasskeyForm(formdata=None))


def add_passkey(actor: Actor) -> ResponseReturnValue:
    form, here = NewPasskeyForm(), site()
    if here is None or not form.validate_on_submit():
        return _passkey(actor, form, 422)
    try:
        return _done(
            lambda: service.add_passkey(actor, owner(actor), here, form.name.data or "", form.credential.data or ""),
            _after_adding(actor),
            N_("The passkey is set up."),
        )
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _passkey(actor, form, error.status)


def remove_app(actor: Actor) -> ResponseReturnValue:
    return _changed(lambda: service.remove_app(actor, setup.entrance()), N_("The app opens nothing any more."))


def remove_passkey(actor: Actor, passkey_id: int) -> ResponseReturnValue:
    text = N_("The passkey opens nothing any more.")
    return _changed(lambda: service.remove_passkey(actor, setup.entrance(), passkey_id), text)


def renew_codes(actor: Actor) -> ResponseReturnValue:
    return _changed(lambda: service.renew_codes(actor, owner(actor)), "", set_up_presenters.CODES)


def codes_page(actor: Actor) -> ResponseReturnValue:
    """For as long as they wait to be written down."""
    codes = drafts.find_codes(owner(actor))
    return page("second_step/codes.html", codes=codes, next=safe_next()) if codes else redirect(HERE)


def codes_kept(actor: Actor) -> ResponseReturnValue:
    service.keep_codes(owner(actor))
    return redirect(safe_next() or HERE, code=303)


def _after_adding(actor: Actor) -> str:
    return HERE if queries.count_codes(actor.id) else set_up_presenters.CODES


def _changed(change: Callable[[], None], text: str, where: str = HERE) -> ResponseReturnValue:
    try:
        return _done(change, where, text)
    except Invalid as error:
        flash(gettext(error.message), "error")
        return redirect(HERE, code=303)


def _done(change: Callable[[], None], where: str, text: str = "") -> ResponseReturnValue:
    """On to `where`; back to the overview with a word if the password is wanted again or something was too slow."""
    try:
        change()
    except (Forbidden, Gone) as error:
        flash(gettext(error.message), "error")
        return redirect(HERE, code=303)
    if text:
        flash(gettext(text))
    return redirect(where, code=303)


def _page(actor: Actor, form: Form) -> str:
    return page(
        "second_step/own.html",
        form=form,
        standing=queries.get_standing(actor.id),
        is_open=sessions.is_confirmed(actor.session_id),
        is_needed=setup.entrance().requires(grant.role for grant in actor.grants),
        has_codes=bool(drafts.find_codes(owner(actor))),
        has_site=site() is not None,
    )


def _app(actor: Actor, form: Form, status: int = 200) -> ResponseReturnValue:
    shown = set_up_presenters.new_app(owner(actor), form, f"{HERE}/{APP}", HERE)
    return (shown, status) if shown else redirect(HERE, code=303)


def _passkey(actor: Actor, form: Form, status: int = 200) -> ResponseReturnValue:
    shown = set_up_presenters.new_passkey(owner(actor), form, f"{HERE}/{PASSKEY}", HERE)
    return (shown, status) if shown else redirect(HERE, code=303)
