"""Behind the links of letters: no account, no door but the link itself. Looking changes nothing."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.core.errors import NotFound
from app.reminders import service
from app.reminders.models import ReminderWish
from app.web.languages import gettext
from app.web.render import page


def show(_actor: Actor | Nobody, off_token: str) -> ResponseReturnValue:
    return _answer(off_token, None)


def turn_off(_actor: Actor | Nobody, off_token: str) -> ResponseReturnValue:
    """Also the one click of a mail program, which follows no redirection (RFC 8058)."""
    return _answer(off_token, False)


def turn_on(_actor: Actor | Nobody, off_token: str) -> ResponseReturnValue:
    return _answer(off_token, True)


def _answer(token: str, on: bool | None) -> ResponseReturnValue:
    try:
        wish = service.get_by_link(token)
    except NotFound as error:
        return page("reminders/link-over.html", sentence=gettext(error.message)), error.status
    if on is not None:
        service.turn(wish, on=on)
    return _page(wish, token, is_fresh=on is not None)


def _page(wish: ReminderWish, token: str, *, is_fresh: bool) -> str:
    return page("reminders/off.html", is_on=wish.is_on, token=token, is_fresh=is_fresh)
