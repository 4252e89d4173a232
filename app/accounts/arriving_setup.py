"""What the browser's cookie says on the way in, and where the way leads."""

from __future__ import annotations

from flask import request
from flask import session as cookie
from flask_login import login_user

from app.accounts.actor import Actor
from app.accounts.entrance import Entered

HALF = "half"
"""What the cookie calls the token of a sign-in that waits for its second step."""
SECOND_STEP = "/sign-in/second-step"


def come_in(entered: Entered, going: str = "") -> str:
    """A fresh cookie for a fresh session, whole or half: nothing from before survives. Returns where to go next."""
    cookie.clear()
    if entered.is_half:
        cookie[HALF] = entered.token
        return SECOND_STEP
    cookie.permanent = True
    login_user(Actor(id=entered.person_id, name="", language="", session_token=entered.token))
    return going or "/"


def safe_next() -> str:
    """Only a path of ours: anything else that `next` may hold is dropped."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_ours and "\\" not in wanted and wanted.isprintable() else ""
