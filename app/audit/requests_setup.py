"""Rows about requests: who of the staff was shown a page about somebody, and who was refused.

They hold which page and which number, never an address. Strangers leave none: they are asked to sign in first.

What a room refuses as "there is nothing here" counts as well: it does not tell what is another's from what never was.
Addresses that no route knows are not ours to tell of.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import current_app, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.audit import service
from app.core.db import write_transaction
from app.core.errors import KelimError
from app.web import doors

OPEN, SEND = "page.open", "page.send"
GREATEST = 2**63 - 1
log = structlog.get_logger("audit")


def record_reading(actor: Any) -> None:
    """Once the page is made; if this cannot be written, the page is not shown."""
    with write_transaction():
        service.record(actor.id, OPEN, _subject(), detail=request.endpoint or "")


def record_refusal(_error: KelimError) -> None:
    """A trail that cannot be written does not change the answer: it was no."""
    if request.endpoint is None or doors.who_may_enter(current_app, request.endpoint).unasked:
        return
    try:
        actor: Any = current_user._get_current_object()
        if not actor.is_anonymous:
            action = OPEN if request.method in ("GET", "HEAD") else SEND
            service.record_refusal(actor.id, action, _subject(), request.endpoint)
    except SQLAlchemyError as error:
        log.error("refusal not recorded", error=type(error).__name__)


def _subject() -> str:
    """The number in the address. Its words are left out: some open doors."""
    numbers = [(name, value) for name, value in (request.view_args or {}).items() if isinstance(value, int)]
    if not numbers:
        return "page:0"
    name, value = numbers[-1]
    return f"{name.removesuffix('_id')}:{min(value, GREATEST)}"
