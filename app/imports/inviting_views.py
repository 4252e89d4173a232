"""How the people of a list hear of it."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import links
from app.accounts.actor import Actor
from app.core.clock import today
from app.core.db import write_transaction
from app.core.errors import Conflict
from app.core.words import N_
from app.imports import card_presenters as cards
from app.imports import inviting, queries
from app.papers.service import draw
from app.web import papers as answers
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page

NOBODY = N_("Nobody of this list is waiting: everybody has been here.")


def mail(actor: Actor, import_id: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    inviting.mail_all(actor, one)
    flash(gettext(N_("The invitations are on their way by mail.")))
    return redirect(f"/imports/{one.id}", code=303)


def sheet(actor: Actor, import_id: int) -> ResponseReturnValue:
    """A PDF of cards. The links are made first, in a short transaction; drawing takes longer."""
    with write_transaction():
        one = queries.get_import(actor, import_id)
        people = inviting.part(inviting.list_waiting(actor, one), read_version(request.form.get("part")) or 1)
        if not people:
            raise Conflict(NOBODY)
        paths = inviting.hand_over(actor, one, links.PRINT, people)
        place = one.cohort.name if one.cohort else ""
        last = today(one.institution.time_zone) + timedelta(days=links.PRINTED_DAYS)
        data = cards.cards(people, paths, _public_url(), place, last)
    title = gettext(N_("Invitation cards"))
    return answers.pdf(draw("imports/cards", data, language=language(), title=title), f"{title} {place}")


def hand_out(actor: Actor, import_id: int) -> ResponseReturnValue:
    """Links are shown once, where they were made: only their hashes are kept."""
    one = queries.get_import(actor, import_id)
    people = inviting.list_waiting(actor, one)
    paths = inviting.hand_over(actor, one, links.HAND, people)
    messages = cards.messages(people, paths, _public_url())
    return page("imports/links.html", one=one, messages=messages, days=links.INVITATION_DAYS)


def revoke(actor: Actor, import_id: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    inviting.revoke(actor, one)
    flash(gettext(N_("All links of this list have ended: mailed, handed over and printed ones.")))
    return redirect(f"/imports/{one.id}", code=303)


def _public_url() -> str:
    url: str = current_app.extensions["kelim_settings"].public_url
    return url.rstrip("/")
