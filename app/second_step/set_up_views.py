"""Setting up a second step at sign-in, by those whose role needs one; there is no way past it."""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.accounts.arriving_setup import come_in
from app.accounts.entrance import Entered
from app.accounts.models import HalfSignIn
from app.core.errors import Conflict, Gone, Invalid, TooMany
from app.second_step import drafts, entering, queries, set_up_presenters
from app.second_step.drafts import APP, PASSKEY, Owner
from app.second_step.entering import Arriving
from app.second_step.forms import CodeForm, NewPasskeyForm
from app.second_step.setup import arriving
from app.second_step.sign_in_views import over
from app.web.forms import Form
from app.web.render import page

HERE = "/sign-in/set-up"


def choose(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes = arriving()
    half = _find_settler(comes)
    if half is None:
        return redirect("/sign-in/second-step", code=303)
    return page("second_step/set-up.html", has_site=comes.site is not None)


def begin(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, kind = arriving(), request.form.get("kind", "")
    if kind not in drafts.KINDS or (kind == PASSKEY and comes.site is None):
        return redirect(HERE, code=303)
    try:
        entering.begin(comes, kind)
    except Gone as error:
        return over(error)
    return redirect(f"{HERE}/{kind}", code=303)


def app_page(_actor: Actor | Nobody) -> ResponseReturnValue:
    return _app(arriving(), CodeForm(formdata=None))


def add_app(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, form = arriving(), CodeForm()
    if not form.validate_on_submit():
        return _app(comes, form, 422)
    try:
        going = entering.get_half(comes).going
        return _in(entering.add_app(comes, form.code.data or ""), going)
    except Gone as error:
        return over(error)
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return _app(comes, form, error.status)


def passkey_page(_actor: Actor | Nobody) -> ResponseReturnValue:
    return _passkey(arriving(), NewPasskeyForm(formdata=None))


def add_passkey(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, form = arriving(), NewPasskeyForm()
    if comes.site is None or not form.validate_on_submit():
        return _passkey(comes, form, 422)
    try:
        going = entering.get_half(comes).going
        return _in(entering.add_passkey(comes, comes.site, form.name.data or "", form.credential.data or ""), going)
    except Gone as error:
        return over(error)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _passkey(comes, form, error.status)


def _in(entered: Entered, going: str) -> ResponseReturnValue:
    """First the recovery codes, then where they wanted to go."""
    come_in(entered)
    return redirect(
        f"/account/second-step/codes?next={quote(going, safe='/')}" if going else set_up_presenters.CODES, code=303
    )


def _find_settler(comes: Arriving) -> HalfSignIn | None:
    """Whoever is half in and has no second step yet."""
    try:
        half = entering.get_half(comes)
    except Gone:
        return None
    return None if queries.get_standing(half.person_id).is_on else half


def _owner(comes: Arriving) -> Owner | None:
    half = _find_settler(comes)
    return entering.owner_of(comes, half) if half else None


def _app(comes: Arriving, form: Form, status: int = 200) -> ResponseReturnValue:
    owner = _owner(comes)
    shown = set_up_presenters.new_app(owner, form, f"{HERE}/{APP}", HERE) if owner else None
    return (shown, status) if shown else redirect(HERE, code=303)


def _passkey(comes: Arriving, form: Form, status: int = 200) -> ResponseReturnValue:
    owner = _owner(comes)
    shown = set_up_presenters.new_passkey(owner, form, f"{HERE}/{PASSKEY}", HERE) if owner else None
    return (shown, status) if shown else redirect(HERE, code=303)
