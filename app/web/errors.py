"""Error pages: what happened, what is safe, what to do, and a number to ask about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog
from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from app.core.errors import KelimError
from app.core.words import N_
from app.web.languages import gettext, language, of_browser
from app.web.render import environment
from app.web.typed import find_typed

Listener = Callable[[KelimError], None]
REFUSING, LISTENERS = (403, 404), "kelim_refusals"
log = structlog.get_logger("kelim.errors")

SENTENCES = {
    400: N_("The request could not be read."),
    403: N_("This page is not yours to open."),
    404: N_("There is nothing here."),
    405: N_("This address does not take that kind of request."),
    413: N_("That is too large to be taken."),
    429: N_("That was too fast. Please wait a moment."),
    500: N_("Something broke on our side. It is not your fault."),
    503: N_("The place where everything is kept does not answer just now, or has no room. It is not your fault."),
}
EXPIRED = N_("This form has expired or was opened in another sign-in. Go back, reload the page and send it again.")


def init_app(app: Flask) -> None:
    app.register_error_handler(KelimError, refused)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, http)
    for kind in (OperationalError, InterfaceError, NoConnection):
        app.register_error_handler(kind, out_of_reach)
    app.register_error_handler(Exception, broken)


def on_refusal(app: Flask, listener: Listener) -> None:
    """Lets a room hear of whatever is refused as not the actor's, once everything of the request is rolled back."""
    app.extensions.setdefault(LISTENERS, []).append(listener)


def refused(error: KelimError) -> ResponseReturnValue:
    if error.status in REFUSING:
        for listener in current_app.extensions.get(LISTENERS, ()):
            listener(error)
    return _page(error.status, error.message, error.values)


def expired(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, EXPIRED)


def http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return _page(status, SENTENCES.get(status, SENTENCES[400 if status < 500 else 500]))


def broken(error: Exception) -> ResponseReturnValue:
    log.error("unhandled", exc_info=error, request_id=g.get("request_id", ""))
    return _page(500, SENTENCES[500])


def out_of_reach(error: Exception) -> ResponseReturnValue:
    """The database is gone, full or overrun: it may be back in a minute, for proxies and for people."""
    log.error("database out of reach", exc_info=error, request_id=g.get("request_id", ""))
    text, status = _page(503, SENTENCES[503])
    return text, status, {"Retry-After": "30"}


def _page(status: int, message: str, values: Mapping[str, object] | None = None) -> tuple[str, int]:
    """Neither page asks for the person; the second does without the reader's language, too."""
    request_id = g.get("request_id", "")
    try:
        _settle_language()
        sentence = gettext(message) % values if values else gettext(message)
        template = environment().get_template("errors/error.html")
        typed = find_typed() if status >= 500 else None
        return template.render(status=status, sentence=sentence, request_id=request_id, typed=typed), status
    except Exception as error:
        log.error("error page failed", exc_info=error)
        return environment("he").get_template("errors/last-resort.html").render(request_id=request_id), status


def _settle_language() -> None:
    """The reader's own language may stand in the database that has just gone: then the browser's."""
    try:
        language()
    except Exception:
        g.language = of_browser()
