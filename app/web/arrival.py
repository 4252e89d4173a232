"""When a request reached this process: before sessions, tokens and the database's writers, so that no queue of ours
makes anybody late."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, g

from app.core.clock import now


def init_app(app: Flask) -> None:
    app.before_request_funcs.setdefault(None, []).insert(0, _stamp)


def _stamp() -> None:
    g.arrived_at = now()


def arrived_at() -> datetime:
    moment: datetime = g.arrived_at
    return moment
