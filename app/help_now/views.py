"""Pages that are the same bytes for everybody who reads one language."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.help_now import presenters, queries
from app.web import assets
from app.web.cookies import name_of
from app.web.languages import COOKIE, LANGUAGES
from app.web.render import environment

CACHE = "public, max-age=600, stale-while-revalidate=86400, stale-if-error=2592000"


def show(_actor: None) -> BaseResponse:
    lang = _language()
    contacts = queries.list_contacts(current_app.extensions["kelim_settings"].content_dir)
    return _public(
        lang,
        "help_now/help-now.html",
        doors=presenters.doors(contacts, lang),
        emergencies=presenters.emergencies(contacts, lang),
    )


def offline(_actor: None) -> BaseResponse:
    """What the service worker shows when a page is not to be had."""
    return _public(_language(), "help_now/offline.html")


def away(_actor: None) -> BaseResponse:
    """Where quick exit leads: a calendar of this month, which says nothing about where one comes from."""
    lang = _language()
    return _public(lang, "help_now/away.html", month=presenters.month(today(), lang))


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


def _language() -> str:
    """As everywhere, but for the person's own language: to know it, one would have to ask who is reading."""
    for asked in (request.args.get("lang", ""), request.cookies.get(name_of(COOKIE), "")):
        if asked in LANGUAGES:
            return asked
    return request.accept_languages.best_match(LANGUAGES) or str(current_app.config["BABEL_DEFAULT_LOCALE"])


def _public(lang: str, template: str, **context: Any) -> BaseResponse:
    answer = Response(environment(lang).get_template(template).render(**context))
    answer.headers["Cache-Control"] = CACHE
    answer.headers["Content-Language"] = lang
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.add_etag()
    return answer.make_conditional(request)
