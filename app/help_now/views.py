"""Pages that are the same bytes for everybody who reads one language."""

from __future__ import annotations

from flask import Response, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.help_now import calls, presenters, queries
from app.web import assets
from app.web.public import language_unasked, public_page


def show(_actor: None) -> BaseResponse:
    lang = language_unasked()
    contacts = queries.list_contacts(current_app.extensions["kelim_settings"].content_dir)
    return public_page(
        lang,
        "help_now/help-now.html",
        doors=calls.doors(contacts, lang),
        emergencies=calls.emergencies(contacts, lang),
    )


def offline(_actor: None) -> BaseResponse:
    """What the service worker shows when a page is not to be had."""
    return public_page(language_unasked(), "help_now/offline.html")


def away(_actor: None) -> BaseResponse:
    """Where quick exit leads: a calendar of this month, which says nothing about where one comes from."""
    lang = language_unasked()
    return public_page(lang, "help_now/away.html", month=presenters.month(today(), lang))


def service_worker(_actor: None) -> BaseResponse:
    """At the root, since a service worker reaches no further than its own folder."""
    try:
        body = assets.content("js/service-worker.js")
    except KeyError:
        abort(404)
    answer = Response(body, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.add_etag()
    return answer.make_conditional(request)
