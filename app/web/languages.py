"""Which language a reader gets, and text in it."""

from __future__ import annotations

from flask import Response, current_app, g, has_request_context, request
from flask_babel import Babel, gettext, ngettext
from flask_login import current_user

from app.core.words import ENDONYMS, LANGUAGES, direction_of
from app.web.cookies import name_of

__all__ = [
    "ENDONYMS",
    "LANGUAGES",
    "babel",
    "direction",
    "forget_choice",
    "gettext",
    "language",
    "ngettext",
    "of_browser",
    "remember",
]

COOKIE = "kelim_lang"
YEAR = 365 * 24 * 3600

babel = Babel()


def language() -> str:
    """The reader's language: `?lang=`, the cookie that remembers it, the person's own, the browser's, the default."""
    if not has_request_context():
        return str(current_app.config["BABEL_DEFAULT_LOCALE"])
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def direction() -> str:
    return direction_of(language())


def _choose() -> str:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    remembered = request.cookies.get(name_of(COOKIE), "")
    if remembered in LANGUAGES:
        return remembered
    if request.endpoint != "static" and current_user and not current_user.is_anonymous:
        return str(current_user.language)
    return of_browser()


def of_browser() -> str:
    """What the browser would rather have, else the default; ar-IL before he is Arabic."""
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    found = next((tag for tag in wanted if tag in LANGUAGES), None)
    return found or request.accept_languages.best_match(LANGUAGES) or str(current_app.config["BABEL_DEFAULT_LOCALE"])


def remember(response: Response) -> Response:
    """`?lang` lasts: a cookie keeps the choice on this device. Pages for every cache, as /help-now, set none."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and request.cookies.get(name_of(COOKIE)) != asked and not response.cache_control.public:
        secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(name_of(COOKIE), asked, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


def forget_choice(response: Response) -> Response:
    """Whoever says which language is theirs gets that one, whatever this device remembered."""
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(name_of(COOKIE), samesite="Lax", httponly=True, secure=secure)
    return response
