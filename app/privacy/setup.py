"""Whoever has not read the notice reads it before any other page of theirs. Help, cards and signing out stay open."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.config import Settings

WAITS = "privacy"
"""Its name among what waits for an actor."""
OPEN = frozenset({"privacy", "help_now", "cards", "second_step", "operations"})
NOTICE = "/privacy/notice"


def init_app(app: Flask, settings: Settings) -> None:
    if settings.collection_notice:
        app.before_request(lead_to_notice)


def lead_to_notice() -> ResponseReturnValue | None:
    """Only pages lead there: nothing that is being sent is lost."""
    if request.method != "GET" or request.endpoint is None or request.blueprint in OPEN:
        return None
    who = getattr(current_app.view_functions[request.endpoint], "who", None)
    if who is None or who.unasked or (who.signed_out and request.path != "/"):
        return None
    actor = current_user._get_current_object()
    if actor.is_anonymous or not actor.waiting.get(WAITS):
        return None
    going = request.full_path.rstrip("?")
    return redirect(f"{NOTICE}?next={quote(going, safe='/?=&')}" if going != "/" else NOTICE, code=302)
