"""Kelim with one more page, of one word; and, for the counting pass only, with its SQL statements in a header."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any

from flask import Flask, Response
from sqlalchemy import Engine, event

from app.accounts.actor import Actor
from app.factory import create_app
from app.web import doors
from app.web.doors import Room

COUNT = "KELIM_BENCH_COUNT"
HEADER = "X-Bench-Statements"
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK")
_statements: ContextVar[int] = ContextVar("statements", default=0)


def word(_actor: Actor) -> str:
    return "word"


def make() -> Flask:
    made = create_app()
    room = Room("bench", __name__)
    room.get("/bench/word", word, who=doors.signed_in)
    made.register_blueprint(room.blueprint)
    if os.environ.get(COUNT):
        count_statements(made)
    return made


def count_statements(made: Flask) -> None:
    event.listen(Engine, "before_cursor_execute", _count)

    @made.before_request
    def begin() -> None:
        _statements.set(0)

    @made.after_request
    def tell(response: Response) -> Response:
        response.headers[HEADER] = str(_statements.get())
        return response


def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(NOT_COUNTED):
        _statements.set(_statements.get() + 1)


app = make()
