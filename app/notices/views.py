"""The list of what is new for somebody."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.notices import presenters, queries, service
from app.releases import queries as releases
from app.web.languages import language
from app.web.render import page


def notices(actor: Actor) -> ResponseReturnValue:
    lessons = releases.published(actor.release_id).catalogue.lessons if actor.release_id else {}
    shown = [presenters.shown(notice, lessons, language()) for notice in queries.list_notices(actor)]
    return page("notices/list.html", notices=shown)


def open_notice(actor: Actor, notice_id: int) -> ResponseReturnValue:
    return redirect(service.open_notice(actor, notice_id), code=303)


def see_all(actor: Actor) -> ResponseReturnValue:
    service.see_all(actor)
    return redirect("/notices", code=303)
