"""The second step at sign-in: a code, a passkey, or a recovery code."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.accounts.arriving_setup import come_in
from app.accounts.entrance import Entered
from app.core.errors import Gone, Invalid, TooMany
from app.core.words import N_
from app.second_step import entering, passkeys, queries
from app.second_step.entering import Arriving
from app.second_step.forms import CodeForm, PasskeyForm, RecoveryForm
from app.second_step.setup import arriving
from app.web.forms import Form
from app.web.languages import gettext
from app.web.render import page


def show(_actor: Actor | Nobody) -> ResponseReturnValue:
    return _page(arriving(), CodeForm(formdata=None))


def enter_code(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, form = arriving(), CodeForm()
    if not form.validate_on_submit():
        return _page(comes, form, 422)
    return _enter(comes, form, lambda: entering.with_code(comes, form.code.data or ""), _page)


def enter_passkey(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, form, refused = arriving(), PasskeyForm(), CodeForm(formdata=None)
    answer = (form.credential.data or "") if form.validate_on_submit() else ""
    return _enter(comes, refused, lambda: entering.with_passkey(comes, answer), _page)


def recovery_page(_actor: Actor | Nobody) -> ResponseReturnValue:
    return _recovery(arriving(), RecoveryForm(formdata=None))


def enter_recovery(_actor: Actor | Nobody) -> ResponseReturnValue:
    comes, form = arriving(), RecoveryForm()
    if not form.validate_on_submit():
        return _recovery(comes, form, 422)
    text = N_(
        "You came in with a recovery code. If your device is gone for good, take it away here and set up another."
    )
    return _enter(comes, form, lambda: entering.with_recovery(comes, form.code.data or ""), _recovery, text)


def _enter(
    comes: Arriving,
    form: Form,
    enter: Callable[[], Entered],
    again: Callable[[Arriving, Form, int], ResponseReturnValue],
    text: str = "",
) -> ResponseReturnValue:
    """In, or the same page with what was wrong; whoever is too late begins again."""
    try:
        going = entering.get_half(comes).going
        entered = enter()
    except Gone as error:
        return over(error)
    except (Invalid, TooMany) as error:
        form.refuse(error)
        return again(comes, form, error.status)
    where = come_in(entered, going)
    if text:
        flash(gettext(text))
        where = "/account/second-step"
    return redirect(where, code=303)


def over(error: Gone) -> ResponseReturnValue:
    flash(gettext(error.message), "error")
    return redirect("/sign-in", code=303)


def _page(comes: Arriving, form: Form, status: int = 200) -> ResponseReturnValue:
    try:
        half = entering.get_half(comes)
    except Gone:
        return redirect("/sign-in", code=303)
    standing = queries.get_standing(half.person_id)
    if not standing.is_on:
        return redirect("/sign-in/set-up", code=303)
    options = passkeys.to_use(comes.site, half.challenge, standing.passkeys) if comes.site and standing.passkeys else ""
    return page("second_step/sign-in.html", form=form, standing=standing, options=options), status


def _recovery(comes: Arriving, form: Form, status: int = 200) -> ResponseReturnValue:
    try:
        entering.get_half(comes)
    except Gone:
        return redirect("/sign-in", code=303)
    return page("second_step/recovery.html", form=form), status
