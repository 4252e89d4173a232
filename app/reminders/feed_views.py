"""The calendar behind its address: for programs, without any sign of who asks."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts import failures
from app.core.db import write_transaction
from app.core.errors import TooMany
from app.core.words import N_
from app.reminders import feeds
from app.reminders.feeds import Feed, Words
from app.reminders.setup import hours
from app.web.languages import gettext

COUNTED_AS = "calendar"
ENTRY = N_("A few minutes")
NOTHING = "There is no calendar here.\n"
KEPT_FOR = 3600


def show(_actor: None, feed_token: str) -> ResponseReturnValue:
    """An address that opens nothing is counted against the network that tries it; one that does never waits."""
    feed = feeds.find(feed_token, hours())
    if feed is None:
        return _refuse(request.remote_addr or "")
    response = Response(_draw(feed), mimetype="text/calendar")
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_FOR
    response.add_etag()
    return response.make_conditional(request)


def _draw(feed: Feed) -> bytes:
    url = str(current_app.extensions["kelim_settings"].public_url).rstrip("/")
    with force_locale(feed.language):
        words = Words(calendar=gettext(ENTRY), entry=gettext(ENTRY))
    return feeds.draw(feed, words, urlsplit(url).hostname or "kelim", f"{url}/practice")


def _refuse(network: str) -> ResponseReturnValue:
    try:
        failures.require_no_wait(COUNTED_AS, network)
    except TooMany as error:
        return NOTHING, error.status, {"Retry-After": str(error.values["seconds"]), "Content-Type": "text/plain"}
    with write_transaction():
        failures.count_failure(COUNTED_AS, network)
    return NOTHING, 404, {"Content-Type": "text/plain"}
