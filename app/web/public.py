"""Pages that are the same bytes for everybody who reads one language: for every cache, without a cookie."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.cookies import name_of
from app.web.languages import COOKIE, LANGUAGES
from app.web.render import environment

CACHE = "public, max-age=600, stale-while-revalidate=86400, stale-if-error=2592000"


def language_unasked() -> str:
    """As everywhere, but for the person's own language: to know it, one would have to ask who is reading."""
    for asked in (request.args.get("lang", ""), request.cookies.get(name_of(COOKIE), "")):
        if asked in LANGUAGES:
            return asked
    return request.accept_languages.best_match(LANGUAGES) or str(current_app.config["BABEL_DEFAULT_LOCALE"])


def public_page(lang: str, template: str, **context: Any) -> BaseResponse:
    answer = Response(environment(lang).get_template(template).render(**context))
    answer.headers["Cache-Control"] = CACHE
    answer.headers["Content-Language"] = lang
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.add_etag()
    return answer.make_conditional(request)
