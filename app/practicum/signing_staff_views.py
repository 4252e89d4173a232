"""For coordinators: the links of a supervisor, one more of them, and taking one back."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.words import N_
from app.placements import people
from app.placements import policy as placing
from app.practicum import setup, signing_letters, signing_link_queries, signing_links, signing_queries
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.render import page


def links(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor = people.get_supervisor(actor, supervisor_id)
    return page(
        "practicum/signing-links.html",
        supervisor=supervisor,
        links=signing_link_queries.list_links(supervisor),
        waiting=len(signing_link_queries.list_open_rounds(supervisor)),
        papers=signing_queries.list_papers(supervisor) if placing.may_change_supervisor(actor, supervisor) else [],
    )


def send(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor = people.get_supervisor(actor, supervisor_id)
    signing_letters.send_now(actor, supervisor, setup.rhythm().link_lasts)
    flash(gettext(N_("A letter with a link is on its way.")))
    return redirect(f"/supervisors/{supervisor_id}/signing", code=303)


def revoke(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor = people.get_supervisor(actor, supervisor_id)
    link = signing_link_queries.get_link(supervisor, read_version(request.form.get("link")))
    signing_links.revoke(actor, link)
    flash(gettext(N_("The link is taken back: it opens nothing any more.")))
    return redirect(f"/supervisors/{supervisor_id}/signing", code=303)
