"""Inviting people, and the links that were made for them."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts import links, setup
from app.accounts.actor import Actor
from app.accounts.links import INVITATION_DAYS
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import finding, presenters, queries, service
from app.enrolment.finding import Found
from app.enrolment.forms import InviteForm
from app.web.forms import offer
from app.web.languages import gettext, language
from app.web.render import page

SHOWN = "invitation"


def invite_page(actor: Actor) -> ResponseReturnValue:
    chosen = request.args.get("place", "")
    found = finding.find_places(actor, request.args.get("find", ""), chosen)
    form = _form(actor, found, chosen)
    form.language.data = language()
    return _page(actor, form, found)


def invite(actor: Actor) -> ResponseReturnValue:
    chosen = request.form.get("place", "")
    found = finding.find_places(actor, chosen=chosen)
    form = _form(actor, found, chosen)
    if not form.validate_on_submit():
        return _page(actor, form, found), 422
    try:
        person, path = service.invite(actor, setup.ring(), form.draft())
    except (Invalid, Conflict) as error:
        form.refuse(error, field="email")
        return _page(actor, form, found), error.status
    return _show_link(person.id, path)


def invitation_page(actor: Actor, person_id: int) -> ResponseReturnValue:
    """The link itself is stored nowhere: only the browser that had it made can show it."""
    person = queries.get_waiting(actor, person_id)
    shown = cookie.get(SHOWN) or {}
    base = current_app.extensions["kelim_settings"].public_url.rstrip("/")
    link = f"{base}{shown['path']}?lang={person.language}" if shown.get("person") == person_id else ""
    still_open = links.list_open([person.id], links.INVITATION).get(person.id)
    is_mailed = bool(shown.get("is_mailed", True))
    return page(
        "enrolment/invitation.html",
        person=person,
        link=link,
        days=INVITATION_DAYS,
        still_open=still_open,
        is_mailed=is_mailed,
    )


def invite_again(actor: Actor, person_id: int) -> ResponseReturnValue:
    return _show_link(person_id, service.invite_again(actor, person_id))


def hand_over(actor: Actor, person_id: int) -> ResponseReturnValue:
    return _show_link(person_id, service.hand_over(actor, person_id), is_mailed=False)


def end_links(actor: Actor, person_id: int) -> ResponseReturnValue:
    service.end_links(actor, person_id)
    cookie.pop(SHOWN, None)
    flash(gettext(N_("All links to this account have ended.")))
    return redirect(f"/people/{person_id}/invitation", code=303)


def _form(actor: Actor, found: Found, chosen: str) -> InviteForm:
    form = InviteForm()
    form.role.choices = presenters.roles(actor)
    offer(form.place, presenters.places(actor, found), gettext(N_("Choose where")), chosen)
    return form


def _page(actor: Actor, form: InviteForm, found: Found) -> str:
    return page("enrolment/invite.html", form=form, found=found, waiting=queries.list_waiting(actor))


def _show_link(person_id: int, path: str, *, is_mailed: bool = True) -> ResponseReturnValue:
    cookie[SHOWN] = {"person": person_id, "path": path, "is_mailed": is_mailed}
    return redirect(f"/people/{person_id}/invitation", code=303)
