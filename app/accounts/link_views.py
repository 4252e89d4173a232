"""Pages behind links: accepting an invitation, asking for and choosing a new password."""

from __future__ import annotations

from flask import flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import devices, invitations, links, resets, setup
from app.accounts.actor import Actor, Nobody
from app.accounts.arriving_setup import come_in
from app.accounts.forms import AcceptForm, AskResetForm, ResetForm
from app.accounts.invitations import Acceptance
from app.core.errors import Gone, Invalid, NotFound, TooMany
from app.core.words import N_
from app.web.languages import forget_choice, gettext
from app.web.render import page

ASKED = "accounts/reset-asked.html"


def ask_reset_page(_actor: Actor | Nobody) -> ResponseReturnValue:
    return page("accounts/reset-ask.html", form=AskResetForm())


def ask_reset(_actor: Actor | Nobody) -> ResponseReturnValue:
    form = AskResetForm()
    if not form.validate_on_submit():
        return page("accounts/reset-ask.html", form=form), 422
    try:
        resets.ask(form.email.data or "", network=request.remote_addr or "")
    except TooMany as error:
        form.refuse(error)
        return page("accounts/reset-ask.html", form=form), error.status
    return redirect("/password-reset/asked", code=303)


def reset_asked(_actor: Actor | Nobody) -> ResponseReturnValue:
    return page(ASKED, hours=links.RESET_HOURS)


def reset_page(_actor: Actor | Nobody, token: str) -> ResponseReturnValue:
    try:
        person = resets.get_person(token)
    except (Gone, NotFound) as error:
        return _over(error, links.RESET)
    return page("accounts/reset.html", form=ResetForm(), person=person)


def reset(_actor: Actor | Nobody, token: str) -> ResponseReturnValue:
    form = ResetForm()
    try:
        person = resets.get_person(token)
        if not form.validate_on_submit():
            return page("accounts/reset.html", form=form, person=person), 422
        resets.choose_password(token, form.password.data or "")
    except Invalid as error:
        form.refuse(error)
        return page("accounts/reset.html", form=form, person=resets.get_person(token)), 422
    except (Gone, NotFound) as error:
        return _over(error, links.RESET)
    flash(gettext(N_("Your new password is set. Sign in with it.")))
    return redirect("/sign-in", code=303)


def invitation_page(actor: Actor | Nobody, token: str) -> ResponseReturnValue:
    try:
        person = invitations.get_person(token)
    except (Gone, NotFound) as error:
        return _home_if_own(actor, token) or _over(error, links.INVITATION)
    return page("accounts/invitation.html", form=AcceptForm(obj=person), person=person)


def accept_invitation(actor: Actor | Nobody, token: str) -> ResponseReturnValue:
    form = AcceptForm()
    try:
        person = invitations.get_person(token)
        if not form.validate_on_submit():
            return page("accounts/invitation.html", form=form, person=person), 422
        given = Acceptance(form.name.data or "", form.language.data or "", form.password.data or "")
        entered = invitations.accept(token, given, setup.entrance(), devices.describe(request.user_agent.string))
    except Invalid as error:
        form.refuse(error)
        return page("accounts/invitation.html", form=form, person=invitations.get_person(token)), 422
    except (Gone, NotFound) as error:
        return _home_if_own(actor, token) or _over(error, links.INVITATION)
    return forget_choice(make_response(redirect(come_in(entered), code=303)))


def _home_if_own(actor: Actor | Nobody, token: str) -> ResponseReturnValue | None:
    """A form that was sent twice has been taken: whoever sent it is signed in by now."""
    if invitations.is_own_and_used(actor.id, token, links.INVITATION):
        return redirect("/", code=303)
    return None


def _over(error: Gone | NotFound, purpose: str) -> ResponseReturnValue:
    return page("accounts/link-over.html", sentence=gettext(error.message), purpose=purpose), error.status
